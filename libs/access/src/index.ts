export { ACCESS_CONFIG, type AccessConfig } from './access.config.ts';
export { AccessModule } from './access.module.ts';
export { Access } from './access.service.ts';
export { ApiKeyStore, type ApiKey } from './api-key.store.ts';
export { currentOwner, onBehalfOf } from './caller.ts';
export { isAllowedOrigin } from './origin.ts';
export { claimSession } from './session-claim.ts';
