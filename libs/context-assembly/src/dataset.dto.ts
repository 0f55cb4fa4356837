import type { DatasetCategory, DatasetSummary } from '#contracts';
import { ApiProperty } from '@nestjs/swagger';
import type { DatasetDetails } from './dataset.store.ts';
import type { CategoryQuality, QualityReport } from './quality-report.ts';

export class DatasetSummaryDto implements DatasetSummary {
  @ApiProperty({ example: 'default' })
  readonly dataset_id!: string;

  @ApiProperty({ example: 'default' })
  readonly name!: string;

  @ApiProperty({ format: 'date-time', example: '2026-11-24T08:25:50.123Z' })
  readonly created_at!: string;

  @ApiProperty({ example: 263_274, description: 'Rows of historical_sales' })
  readonly rows!: number;

  @ApiProperty({ example: 252, description: 'Whole weeks from the first to the last date' })
  readonly weeks!: number;

  @ApiProperty({ example: 50 })
  readonly stores!: number;

  @ApiProperty({ format: 'date', example: '2022-01-01' })
  readonly first_date!: string;

  @ApiProperty({ format: 'date', example: '2026-10-31' })
  readonly last_date!: string;
}

export class DatasetListDto {
  @ApiProperty({ type: [DatasetSummaryDto] })
  readonly datasets!: readonly DatasetSummaryDto[];
}

class DatasetCategoryDto implements DatasetCategory {
  @ApiProperty({ example: "Women's Dresses", description: "The category's own text" })
  readonly category_id!: string;

  @ApiProperty({ example: 204_000 })
  readonly total_units!: number;

  @ApiProperty({ example: 252, description: 'Whole weeks from its first rows to the end of the data' })
  readonly weeks!: number;
}

class CategoryQualityDto implements CategoryQuality {
  @ApiProperty({ example: "Women's Dresses" })
  readonly category_id!: string;

  @ApiProperty({ example: 252 })
  readonly weeks!: number;

  @ApiProperty({ example: false })
  readonly too_short_to_forecast!: boolean;

  @ApiProperty({ type: [String], example: [], description: 'First days of weeks without any rows' })
  readonly gap_weeks!: readonly string[];

  @ApiProperty({ type: [String], example: [], description: 'First days of weeks with 0 units in all stores' })
  readonly zero_weeks!: readonly string[];

  @ApiProperty({
    type: [String],
    example: ['2025-11-23'],
    description: 'First days of weeks far from their neighbours',
  })
  readonly outlier_weeks!: readonly string[];

  @ApiProperty({
    example: 3,
    description: 'Store-weeks with 0 units where the store usually sells 5 or more',
  })
  readonly suspected_stockouts!: number;
}

class StoreOpenedDto {
  @ApiProperty({ example: 'S047' })
  readonly store_id!: string;

  @ApiProperty({ format: 'date', example: '2023-04-02' })
  readonly first_week!: string;
}

class StoreClosedDto {
  @ApiProperty({ example: 'S012' })
  readonly store_id!: string;

  @ApiProperty({ format: 'date', example: '2024-07-07' })
  readonly last_week!: string;
}

class QualityReportDto implements QualityReport {
  @ApiProperty({
    example: 15,
    description: 'Store-weeks without rows between the first and the last of the store',
  })
  readonly missing_store_weeks!: number;

  @ApiProperty({ type: [StoreOpenedDto], description: 'Stores whose rows begin after the data do' })
  readonly stores_opened!: readonly StoreOpenedDto[];

  @ApiProperty({ type: [StoreClosedDto], description: 'Stores whose rows end before the data do' })
  readonly stores_closed!: readonly StoreClosedDto[];

  @ApiProperty({ type: [String], example: [] })
  readonly stores_without_sales!: readonly string[];

  @ApiProperty({ type: [CategoryQualityDto] })
  readonly categories!: readonly CategoryQualityDto[];
}

export class DatasetDetailsDto extends DatasetSummaryDto implements DatasetDetails {
  @ApiProperty({ type: [DatasetCategoryDto] })
  readonly categories!: readonly DatasetCategoryDto[];

  @ApiProperty({ description: 'What to know about the data before planning on them; nothing was altered' })
  readonly quality!: QualityReportDto;
}

/** The multipart body of an upload, as the API explorer shows it. */
export class DatasetUploadDto {
  @ApiProperty({
    type: 'string',
    format: 'binary',
    description: 'CSV or CSV.gz: date, store_id, category, quantity_sold, revenue (optional)',
  })
  readonly historical_sales!: string;

  @ApiProperty({
    type: 'string',
    format: 'binary',
    description: 'CSV or CSV.gz: store_id and any attributes',
  })
  readonly stores!: string;

  @ApiProperty({ required: false, maxLength: 200, example: 'Spring collection' })
  readonly name?: string;
}
