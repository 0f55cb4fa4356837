export { Database, type NotificationHandler } from './database.ts';
export { DatabaseModule } from './database.module.ts';
export {
  startEmbeddedPostgres,
  type EmbeddedPostgres,
  type EmbeddedPostgresOptions,
} from './embedded-postgres.ts';
export { checkExternalPostgres } from './external-postgres.ts';
export { runningEmbeddedPostgres } from './running-postgres.ts';
export { migrate } from './migrations.ts';
export { StartupError } from './startup-error.ts';
