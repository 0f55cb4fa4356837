import { asyncApiDocument } from '#streaming';
import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';

const document = asyncApiDocument({ host: 'localhost:3000', protocol: 'ws' });
const ajv = new Ajv({ allErrors: true, strict: true, strictTypes: false });
addFormats.default(ajv);
ajv.addVocabulary(Object.keys(document)); // the document is no schema itself; its components are
ajv.addSchema(document, 'asyncapi', undefined, false);

/** What is wrong with a message by a schema of the AsyncAPI document; empty when nothing is. */
export function faultsBySchema(name: string, message: unknown): string {
  const validate = ajv.getSchema(`asyncapi#/components/schemas/${name}`);
  if (validate === undefined) throw new Error(`There is no schema ${name}`);
  return validate(message) === true ? '' : ajv.errorsText(validate.errors);
}

/** What is wrong with a message that a server sent on a session's WebSocket. */
export function messageFaults(message: { readonly type: string }): string {
  const isAnswer = message.type === 'error' && !('sequence' in message);
  return faultsBySchema(isAnswer ? 'connection_error' : message.type, message);
}
