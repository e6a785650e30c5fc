import { isRecord } from '../base/formData';
import type { SecretValue } from './schema';

/** A whole reference, or nothing: whatever else came along is dropped. */
export function parseSecretReference(value: unknown): SecretValue | undefined {
  if (!isRecord(value)) {
    return undefined;
  }
  const { name, namespace, keys } = value;
  return typeof name === 'string' &&
    name !== '' &&
    typeof namespace === 'string' &&
    namespace !== '' &&
    Array.isArray(keys)
    ? { name, namespace, keys: keys.filter(key => typeof key === 'string') }
    : undefined;
}
