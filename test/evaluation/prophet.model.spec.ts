import { describe } from '@jest/globals';
import { continuesASeason, keepsTheContract } from '../support/forecast-model-contract.ts';
import { prophet } from './prophet.model.ts';

describe(prophet.name, () => {
  keepsTheContract(prophet);
  continuesASeason(prophet);
});
