import type { EmbeddedPostgres } from '../../libs/database/src/embedded-postgres.ts';

/** Database that every suite's own database is copied from. */
export const TEMPLATE = 'season_template';

/** Environment variable that hands the server's URL from Jest's parent process to its workers. */
export const TEST_POSTGRES = 'SEASON_TEST_POSTGRES';

/** The one server of the run, kept on the global object: setup and teardown are loaded apart. */
export const testPostgres = globalThis as { current?: { server: EmbeddedPostgres; stateDir: string } };
