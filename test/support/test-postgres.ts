import type { EmbeddedPostgres } from '../../libs/database/src/embedded-postgres.ts';

/** Migrated and empty: what a suite's own database is copied from. */
export const TEMPLATE = 'season_template';

/** The same with the sample data in it, as a server leaves it: reading them takes longer than most suites' tests. */
export const SAMPLE_TEMPLATE = 'season_template_sample';

/** Environment variable that hands the server's URL from Jest's parent process to its workers. */
export const TEST_POSTGRES = 'SEASON_TEST_POSTGRES';

/** The one server of the run, kept on the global object: setup and teardown are loaded apart. */
export const testPostgres = globalThis as { current?: { server: EmbeddedPostgres; stateDir: string } };
