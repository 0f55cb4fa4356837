import type { Violation } from '#contracts';
import { getMetadataStorage, type ValidationError as ClassValidatorFault } from 'class-validator';
import { InvalidParametersError, ValidationError } from './orchestrator-error.ts';

/** Name of a constraint that judges what a season parameter is, where the body's shape is right. */
export const PARAMETER_RULE = 'parameterRule';

interface BrokenConstraint {
  readonly constraint: string;
  readonly parameter: string;
  readonly violation: Violation;
}

/**
 * For Nest's ValidationPipe: every broken rule of a body, as one error. A body that breaks rules of parameters alone has
 * invalid parameters; any other breaks its schema.
 */
export function validationErrorOf(
  faults: readonly ClassValidatorFault[],
): ValidationError | InvalidParametersError {
  const broken = faults.flatMap((fault) => brokenIn(fault, ''));
  return broken.every(({ constraint }) => constraint === PARAMETER_RULE)
    ? new InvalidParametersError(
        broken.map(({ parameter, violation }) => ({ ...violation, field: parameter })),
      )
    : new ValidationError(broken.map(({ violation }) => violation));
}

function brokenIn(fault: ClassValidatorFault, prefix: string): BrokenConstraint[] {
  const field = prefix + fault.property;
  const own = Object.entries(fault.constraints ?? {}).map(([constraint, message]) => ({
    constraint,
    parameter: fault.property,
    violation: {
      field,
      value: fault.value as unknown,
      rule: constraint === 'whitelistValidation' ? unknownField(fault) : ruleOf(message, fault.property),
    },
  }));
  return [...own, ...(fault.children ?? []).flatMap((child) => brokenIn(child, `${field}.`))];
}

function ruleOf(message: string, property: string): string {
  return message.startsWith(`${property} `) ? message.slice(property.length + 1) : message;
}

function unknownField({ target }: ClassValidatorFault): string {
  const known = target && new Set(fieldsOf(target.constructor));
  return `is no field here${known === undefined || known.size === 0 ? '' : `; the fields are ${[...known].join(', ')}`}`;
}

function fieldsOf(dto: NonNullable<ClassValidatorFault['target']>['constructor']): string[] {
  return getMetadataStorage()
    .getTargetValidationMetadatas(dto, '', false, false)
    .map(({ propertyName }) => propertyName);
}
