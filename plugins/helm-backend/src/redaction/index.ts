export {
  createRedactor,
  redactionSource,
  type RedactorOptions,
} from './createRedactor';
export {
  collectSecretStrings,
  type RedactionSource,
} from './collectSecretStrings';
export type { Redactor } from './Redactor';
export { maskingErrors } from './maskingErrors';
