import type { Violation } from '#contracts';
import type { ValidationError as ClassValidatorFault } from 'class-validator';
import { ValidationError } from './orchestrator-error.ts';

/** For Nest's ValidationPipe: every broken rule of a body as one VALIDATION_ERROR. */
export function validationErrorOf(faults: readonly ClassValidatorFault[]): ValidationError {
  return new ValidationError(faults.flatMap((fault) => violationsOf(fault, '')));
}

function violationsOf(fault: ClassValidatorFault, prefix: string): Violation[] {
  const field = prefix + fault.property;
  const own = Object.values(fault.constraints ?? {}).map((message) => ({
    field,
    value: fault.value as unknown,
    rule: message.startsWith(`${fault.property} `) ? message.slice(fault.property.length + 1) : message,
  }));
  return [...own, ...(fault.children ?? []).flatMap((child) => violationsOf(child, `${field}.`))];
}
