import type { CustomFieldValidator } from '@backstage/plugin-scaffolder-react';
import { isRecord } from '../base/formData';
import { textOf } from '../base/textOf';
import type { SecretOptions, SecretValue } from './schema';
import { parseSecretReference } from './secretReference';

const known = new Set(['name', 'namespace', 'keys']);

/** A reference and nothing but a reference, or nothing at all. */
export const validateSecret: CustomFieldValidator<
  SecretValue,
  SecretOptions
> = async (value, field, { apiHolder }) => {
  const entries = isRecord(value) ? Object.entries(value) : [];
  const isEmpty = entries.every(
    ([, part]) => part === undefined || (Array.isArray(part) && !part.length),
  );
  const isStrange = entries.some(([key]) => !known.has(key));
  if (!isEmpty && (isStrange || !parseSecretReference(value))) {
    const t = await textOf(apiHolder);
    field.addError(t('secret.incomplete'));
  }
};
