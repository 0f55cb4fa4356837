import { isIsoDate } from '#planning';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
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
