import type { PlanOptions, RunWorkflowRequest } from '#contracts';
import { REPLENISHMENT_STRATEGIES, WORKFLOW_STATUSES, type WorkflowStatus } from '#contracts';
import { PARAMETER_RULE } from '#errors';
import { seasonViolations } from '#planning';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  IsBoolean,
  IsDefined,
  IsIn,
  IsObject,
  IsOptional,
  IsString,
  Matches,
  ValidateBy,
  type ValidationArguments,
  ValidateNested,
} from 'class-validator';

/** What ids and keys that callers choose look like. */
export const CALLER_ID = /^[A-Za-z0-9._-]{1,64}$/;
const CALLER_ID_RULE = 'must be 1 to 64 characters from A-Z a-z 0-9 . _ -';

/** Names are text of any script; NUL and lone surrogates are no text. */
const NAME = /^(?:(?!\0)(?![\uD800-\uDFFF])[^]){1,200}$/u;
const NAME_RULE = 'must be text of 1 to 200 characters, without NUL or half characters';

/** One rule, and so one sentence, for a number. */
function IsBetween(min: number, max: number, kind: 'whole' | 'any' = 'any'): PropertyDecorator {
  return ValidateBy({
    name: 'isBetween',
    validator: {
      validate: (value: unknown) =>
        typeof value === 'number' &&
        value >= min &&
        value <= max &&
        (kind === 'any' || Number.isInteger(value)),
      defaultMessage: () => `must be a ${kind === 'whole' ? 'whole ' : ''}number from ${min} to ${max}`,
    },
  });
}

function IsClusters(): PropertyDecorator {
  return ValidateBy({
    name: 'isClusters',
    validator: {
      validate: (value: unknown) =>
        value === 'silhouette' || (Number.isInteger(value) && Number(value) >= 1 && Number(value) <= 10),
      defaultMessage: () => 'must be a whole number from 1 to 10, or "silhouette"',
    },
  });
}

/** What its value may be is one function in planning, for all who ask. */
function IsSeasonParameter(): PropertyDecorator {
  const violationOf = (args: ValidationArguments | undefined) =>
    seasonViolations(args?.object ?? {}).find(({ field }) => field === args?.property);
  return ValidateBy({
    name: PARAMETER_RULE,
    validator: {
      validate: (_value, args) => violationOf(args) === undefined,
      defaultMessage: (args) => violationOf(args)?.rule ?? '',
    },
  });
}

export class SeasonParametersDto {
  @ApiProperty({ type: 'integer', minimum: 4, maximum: 52, example: 12 })
  @IsDefined({ message: 'is required: the length of the season in weeks, 4 to 52' })
  @IsSeasonParameter()
  forecast_horizon_weeks!: number;

  @ApiProperty({ format: 'date', example: '2027-03-01' })
  @IsDefined({ message: 'is required: the first day of the season, YYYY-MM-DD' })
  @IsSeasonParameter()
  season_start_date!: string;

  @ApiPropertyOptional({
    format: 'date',
    example: '2027-05-23',
    description: 'Last day, inclusive; computed when absent',
  })
  @IsOptional()
  @IsSeasonParameter()
  season_end_date?: string;

  @ApiProperty({ enum: REPLENISHMENT_STRATEGIES, example: 'none' })
  @IsDefined({ message: `is required: one of ${REPLENISHMENT_STRATEGIES.join(', ')}` })
  @IsSeasonParameter()
  replenishment_strategy!: (typeof REPLENISHMENT_STRATEGIES)[number];

  @ApiProperty({
    minimum: 0,
    maximum: 1,
    example: 0,
    description: 'Share of the buy kept at the DC at launch; 0.45 is 45 %',
  })
  @IsDefined({ message: 'is required: the share of the buy kept at the DC, 0 to 1' })
  @IsSeasonParameter()
  dc_holdback_percentage!: number;

  @ApiPropertyOptional({
    oneOf: [{ type: 'integer', minimum: 1, maximum: 52 }, { type: 'null' }],
    example: 6,
  })
  @IsOptional()
  @IsSeasonParameter()
  markdown_checkpoint_week?: number | null;

  @ApiPropertyOptional({
    oneOf: [{ type: 'number', minimum: 0, maximum: 1 }, { type: 'null' }],
    example: 0.6,
  })
  @IsOptional()
  @IsSeasonParameter()
  markdown_threshold?: number | null;
}

export class PlanOptionsDto implements PlanOptions {
  @ApiPropertyOptional({
    minimum: 0.5,
    maximum: 0.999,
    description: 'Probability of not running out over the season; overrides what the costs would say',
  })
  @IsOptional()
  @IsBetween(0.5, 0.999)
  service_level?: number;

  @ApiPropertyOptional({
    minimum: 0.01,
    maximum: 1e9,
    description: 'Full price; with unit_cost it says what a unit short costs against one left over',
  })
  @IsOptional()
  @IsBetween(0.01, 1e9)
  unit_price?: number;

  @ApiPropertyOptional({
    minimum: 0,
    maximum: 1e9,
    description: 'Cost to make; of effect with unit_price only',
  })
  @IsOptional()
  @IsBetween(0, 1e9)
  unit_cost?: number;

  @ApiPropertyOptional({
    minimum: 0,
    maximum: 1e9,
    description: 'Value of a unit left over; of effect with unit_price only',
  })
  @IsOptional()
  @IsBetween(0, 1e9)
  salvage_value?: number;

  @ApiPropertyOptional({
    type: 'integer',
    minimum: 0,
    maximum: 26,
    description: 'Weeks from an order on the DC to its arrival in a store; 1 by default',
  })
  @IsOptional()
  @IsBetween(0, 26, 'whole')
  lead_time_weeks?: number;

  @ApiPropertyOptional({
    oneOf: [
      { type: 'integer', minimum: 1, maximum: 10 },
      { type: 'string', enum: ['silhouette'] },
    ],
    description:
      'Number of store clusters; "silhouette" takes the number from 2 to 8 that separates stores best',
  })
  @IsOptional()
  @IsClusters()
  clusters?: number | 'silhouette';

  @ApiPropertyOptional({ minimum: 0.1, maximum: 10, description: 'Positive magnitude' })
  @IsOptional()
  @IsBetween(0.1, 10)
  price_elasticity?: number;

  @ApiPropertyOptional({
    minimum: 1,
    maximum: 3,
    description: 'Markdown for each point of sell-through missed; 2 by default',
  })
  @IsOptional()
  @IsBetween(1, 3)
  gap_multiplier?: number;

  @ApiPropertyOptional({ example: 'US', description: 'ISO 3166-1 alpha-2; US by default' })
  @IsOptional()
  @Matches(/^[A-Z]{2}$/, { message: 'must be an ISO 3166-1 alpha-2 country code such as US' })
  holiday_country?: string;

  @ApiPropertyOptional({
    type: 'integer',
    minimum: 0,
    maximum: 4_294_967_295,
    description: 'Of every random draw: the same inputs and seed give the same plan; 1 by default',
  })
  @IsOptional()
  @IsBetween(0, 4_294_967_295, 'whole')
  seed?: number;
}

export class RunWorkflowDto implements RunWorkflowRequest {
  @ApiProperty({
    pattern: CALLER_ID.source,
    example: 'demo',
    description: 'Names the stream of events; any number of runs may share it',
  })
  @Matches(CALLER_ID, { message: CALLER_ID_RULE })
  session_id!: string;

  @ApiProperty({ type: SeasonParametersDto })
  @IsDefined({ message: 'is required: the season parameters' })
  @IsObject({ message: 'must be an object with the season parameters' })
  @ValidateNested()
  @Type(() => SeasonParametersDto)
  parameters!: SeasonParametersDto;

  @ApiProperty({ example: "Women's Dresses", description: 'A category of the data set, by its own text' })
  @Matches(NAME, { message: NAME_RULE })
  category_id!: string;

  @ApiPropertyOptional({ example: 'default', default: 'default' })
  @IsOptional()
  @Matches(NAME, { message: NAME_RULE })
  dataset_id?: string;

  @ApiPropertyOptional({
    format: 'date',
    description: 'Only sales before this day are used; by default all before the season',
  })
  @IsOptional()
  @IsString({ message: 'must be a date, written YYYY-MM-DD' })
  as_of?: string;

  @ApiPropertyOptional({ default: false, description: 'Wait for a decision on the buy before pricing' })
  @IsOptional()
  @IsBoolean({ message: 'must be true or false' })
  require_approval?: boolean;

  @ApiPropertyOptional({ type: PlanOptionsDto })
  @IsOptional()
  @IsObject({ message: 'must be an object of options' })
  @ValidateNested()
  @Type(() => PlanOptionsDto)
  options?: PlanOptionsDto;
}

export class ApprovalDto {
  @ApiProperty({ enum: ['accept', 'modify', 'reject'], example: 'accept' })
  @IsIn(['accept', 'modify', 'reject'], { message: 'must be one of accept, modify, reject' })
  decision!: 'accept' | 'modify' | 'reject';

  @ApiPropertyOptional({
    minimum: 0,
    maximum: 0.6,
    description: 'The new safety stock; needed with "modify" and only there',
  })
  @IsOptional()
  @IsBetween(0, 0.6)
  safety_stock_pct?: number;
}

export class WorkflowListDto {
  @ApiPropertyOptional({ example: 'demo' })
  @IsOptional()
  @Matches(CALLER_ID, { message: CALLER_ID_RULE })
  session_id?: string;

  @ApiPropertyOptional({ enum: WORKFLOW_STATUSES })
  @IsOptional()
  @IsIn(WORKFLOW_STATUSES, { message: `must be one of ${WORKFLOW_STATUSES.join(', ')}` })
  status?: WorkflowStatus;

  @ApiPropertyOptional({ type: 'integer', minimum: 1, maximum: 100, default: 20 })
  @IsOptional()
  @Matches(/^([1-9]\d?|100)$/, { message: 'must be a whole number from 1 to 100' })
  limit?: string;

  @ApiPropertyOptional({ description: 'next_cursor of the page before' })
  @IsOptional()
  @Matches(/^[A-Za-z0-9_-]{1,64}$/, { message: 'must be the next_cursor of an earlier page' })
  cursor?: string;
}
