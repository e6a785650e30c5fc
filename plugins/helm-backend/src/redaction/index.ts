export {
  createRedactor,
  redactionSource,
  type RedactorOptions,
} from './createRedactor';
export {
  collectSecretStrings,
  parseSchema,
  type RedactionSource,
} from './collectSecretStrings';
export type { Redactor } from './Redactor';
export { maskingErrors } from './maskingErrors';
