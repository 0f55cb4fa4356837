import { ConflictError } from '#errors';
import {
  Controller,
  Delete,
  Get,
  HttpCode,
  Inject,
  type OnModuleInit,
  Param,
  Post,
  Req,
} from '@nestjs/common';
import { ModuleRef } from '@nestjs/core';
import { ApiBody, ApiConsumes, ApiOperation, ApiParam, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { Request } from 'express';
import {
  CONTEXT_ASSEMBLY_CONFIG,
  type ContextAssemblyConfig,
  DATASET_USAGE,
  type DatasetUsage,
} from './context-assembly.config.ts';
import { readUpload } from './dataset-upload.ts';
import { DatasetDetailsDto, DatasetListDto, DatasetUploadDto } from './dataset.dto.ts';
import { DatasetStore } from './dataset.store.ts';
import { DEFAULT_DATASET } from './default-dataset.service.ts';

const DATASET_ID = { name: 'dataset_id', example: DEFAULT_DATASET };

/** Data sets in, and what they hold. */
@ApiTags('Data sets')
@Controller('datasets')
export class DatasetsController implements OnModuleInit {
  private usage: DatasetUsage | undefined;

  constructor(
    @Inject(ModuleRef) private readonly moduleRef: ModuleRef,
    @Inject(DatasetStore) private readonly store: DatasetStore,
    @Inject(CONTEXT_ASSEMBLY_CONFIG) private readonly config: ContextAssemblyConfig,
  ) {}

  onModuleInit(): void {
    try {
      this.usage = this.moduleRef.get<DatasetUsage>(DATASET_USAGE, { strict: false });
    } catch {
      this.usage = undefined; // nothing runs plans here
    }
  }

  @Post()
  @ApiOperation({
    summary: 'Upload sales and stores',
    description:
      'Every row is checked as it arrives. Content that is already there answers with its data set.',
  })
  @ApiConsumes('multipart/form-data')
  @ApiBody({ type: DatasetUploadDto })
  @ApiResponse({ status: 201, type: DatasetDetailsDto, description: 'The data set that the files are' })
  @ApiResponse({
    status: 413,
    description: 'PAYLOAD_TOO_LARGE: over MAX_UPLOAD_BYTES, or four times that unpacked',
  })
  @ApiResponse({ status: 415, description: 'UNSUPPORTED_MEDIA_TYPE: not multipart/form-data' })
  @ApiResponse({
    status: 422,
    description:
      'DATASET_INVALID: details.errors [{file, line, column, value, rule}] and details.error_count; VALIDATION_ERROR: parts that do not belong',
  })
  async upload(@Req() request: Request): Promise<DatasetDetailsDto> {
    const data = await readUpload(request, this.config.maxUploadBytes);
    return this.store.details(await this.store.save(data));
  }

  @Get()
  @ApiOperation({
    summary: 'List the data sets, newest first',
    description: '`default` is the sample, or what DATA_DIR names.',
  })
  @ApiResponse({ status: 200, type: DatasetListDto, description: 'All data sets there are' })
  async list(): Promise<DatasetListDto> {
    return { datasets: await this.store.list() };
  }

  @Get(':dataset_id')
  @ApiOperation({
    summary: 'One data set, with its categories and the quality of its data',
    description: 'A plan is made for one of its categories, named by `category_id`.',
  })
  @ApiParam(DATASET_ID)
  @ApiResponse({ status: 200, type: DatasetDetailsDto, description: 'What it holds' })
  @ApiResponse({
    status: 404,
    description: 'DATA_NOT_FOUND: no such data set; suggestions name those there are',
  })
  async one(@Param('dataset_id') datasetId: string): Promise<DatasetDetailsDto> {
    return this.store.details(datasetId);
  }

  @Delete(':dataset_id')
  @HttpCode(204)
  @ApiOperation({ summary: 'Delete a data set', description: 'Plans that were made from it stay.' })
  @ApiParam({ ...DATASET_ID, example: 'ds_8d0f6a1e-6f0e-4a57-9a57-0a8f5f0f7f11' })
  @ApiResponse({ status: 204, description: 'Deleted' })
  @ApiResponse({ status: 404, description: 'DATA_NOT_FOUND: no such data set' })
  @ApiResponse({
    status: 409,
    description: 'CONFLICT: an unfinished run uses it, or it is the data set of DATA_DIR',
  })
  async delete(@Param('dataset_id') datasetId: string): Promise<void> {
    await this.store.version(datasetId);
    if (datasetId === DEFAULT_DATASET)
      throw new ConflictError('The data set "default" is made from DATA_DIR and cannot be deleted.', {
        suggestions: ['Point DATA_DIR at other files and start again.'],
      });
    if (await this.usage?.isInUse(datasetId))
      throw new ConflictError(`Data set "${datasetId}" is used by a run that has not finished.`, {
        details: { dataset_id: datasetId },
        suggestions: ['Wait for the run to finish, or cancel it.'],
      });
    if (!(await this.store.delete(datasetId))) throw await this.store.notFound(datasetId);
  }
}
