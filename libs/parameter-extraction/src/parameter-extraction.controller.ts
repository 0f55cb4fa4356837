import type { ExtractionResult } from '#contracts';
import { Body, Controller, HttpCode, Inject, Post, Req } from '@nestjs/common';
import { ApiBody, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { ExtractionResultDto, ExtractParametersDto } from './extract-parameters.dto.ts';
import { EXTRACTION_EXAMPLE, STRATEGY_EXAMPLES } from './extraction-examples.ts';
import { ParameterExtraction } from './parameter-extraction.service.ts';

@ApiTags('Plan a season')
@Controller('orchestrator')
export class ParameterExtractionController {
  constructor(@Inject(ParameterExtraction) private readonly extraction: ParameterExtraction) {}

  @Post('extract-parameters')
  @HttpCode(200)
  @ApiOperation({
    summary: 'Read a strategy',
    description:
      'Words become season parameters, each with the words that state it. What is not said is asked for, never filled in.',
  })
  @ApiBody({ type: ExtractParametersDto, examples: STRATEGY_EXAMPLES })
  @ApiResponse({
    status: 200,
    type: ExtractionResultDto,
    description: 'All required parameters are stated',
    example: EXTRACTION_EXAMPLE,
  })
  @ApiResponse({
    status: 400,
    description: 'PARAMETER_EXTRACTION_ERROR: required parameters are not stated, or the text is no strategy',
  })
  @ApiResponse({
    status: 422,
    description: 'INVALID_PARAMETERS: a stated value cannot hold',
  })
  @ApiResponse({
    status: 503,
    description: 'LANGUAGE_MODEL_UNAVAILABLE: the model that must be used is down',
  })
  extractParameters(
    @Body() { strategy_description, reference_date }: ExtractParametersDto,
    @Req() request: { id: string },
  ): Promise<ExtractionResult> {
    return this.extraction.extract(strategy_description, reference_date, request.id);
  }
}
