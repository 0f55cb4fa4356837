import type { ExtractionResult, Provenance, SeasonParameters } from '#contracts';
import { isIsoDate } from '#planning';
import { ApiProperty, ApiPropertyOptional, type ApiPropertyOptions } from '@nestjs/swagger';
import { IsOptional, Matches, registerDecorator } from 'class-validator';

/** A calendar date that exists. */
function IsCalendarDate(): PropertyDecorator {
  return (target, property) =>
    registerDecorator({
      name: 'isCalendarDate',
      target: target.constructor,
      propertyName: String(property),
      validator: {
        validate: (value: unknown) => typeof value === 'string' && isIsoDate(value),
        defaultMessage: () => 'must be a date that exists, written YYYY-MM-DD',
      },
    });
}

export class ExtractParametersDto {
  @ApiProperty({
    minLength: 10,
    maxLength: 500,
    example:
      '12-week spring season starting March 1st, everything to stores at launch, no replenishment, markdown at week 6 if we are below 60% sell-through.',
  })
  @Matches(/^[^\0]{10,500}$/u, { message: 'must be text of 10 to 500 characters, without NUL' })
  strategy_description!: string;

  @ApiPropertyOptional({
    format: 'date',
    example: '2026-11-24',
    description: 'The day the text is read as of; today in UTC when absent',
  })
  @IsOptional()
  @IsCalendarDate()
  reference_date?: string;
}

const PROVENANCE = {
  type: 'object',
  properties: {
    source: { enum: ['stated', 'derived', 'assumed'] },
    quote: { type: 'string', description: 'The words of the text' },
    start: { type: 'integer', minimum: 0, description: 'Where the quote begins, in UTF-16 code units' },
    end: { type: 'integer', minimum: 1, description: 'Where it ends, exclusive' },
    verified: { type: 'boolean', description: 'False where the rules cannot read the value from the quote' },
  },
  required: ['source'],
};

export class ExtractionResultDto implements ExtractionResult {
  @ApiProperty({ $ref: '#/components/schemas/SeasonParameters' } as ApiPropertyOptions)
  parameters!: SeasonParameters;

  @ApiProperty({ description: 'Each value and the words it came from, in a sentence' })
  extraction_reasoning!: string;

  @ApiProperty({ minimum: 0, maximum: 1 })
  confidence_score!: number;

  @ApiProperty({
    type: 'object',
    additionalProperties: PROVENANCE,
    description: 'For each field that has a value: where the value came from',
  })
  provenance!: Partial<Record<keyof SeasonParameters, Provenance>>;

  @ApiProperty({ enum: ['azure-openai', 'openai', 'rules'], description: 'Who read the text' })
  provider!: ExtractionResult['provider'];

  @ApiProperty({ type: [String], description: 'What a planner should look at' })
  warnings!: string[];
}
