import { describe } from '@jest/globals';
import { continuesASeason, keepsTheContract } from '../../../../../test/support/forecast-model-contract.ts';
import { arima } from './arima.model.ts';
import { lastYearGrowth } from './last-year-growth.model.ts';
import { logRegression } from './log-regression.model.ts';
import { mstl } from './mstl.model.ts';
import { profile } from './profile.model.ts';
import { recentLevel } from './recent-level.model.ts';
import { seasonalNaive } from './seasonal-naive.model.ts';

const seasonal = [seasonalNaive, lastYearGrowth, profile, logRegression, mstl, arima];

describe.each([recentLevel, ...seasonal])('$name', keepsTheContract);
describe.each(seasonal)('$name', continuesASeason);
