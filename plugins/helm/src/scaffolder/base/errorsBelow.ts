import { isRecord } from './formData';

/**
 * Errors of what is inside of a field, out of the form library's tree, where
 * `__errors` are those of a place itself: the form shows only the field's own.
 */
export function errorsBelow(errors: unknown): string[] {
  const places = isRecord(errors) ? Object.entries(errors) : [];
  const below = places
    .filter(([key]) => key !== '__errors')
    .flatMap(([key, inner]) => [
      ...errorsAt(inner).map(error => `${key} ${error}`),
      ...errorsBelow(inner),
    ]);
  return [...new Set(below)];
}

function errorsAt(place: unknown): string[] {
  const errors = isRecord(place) ? place.__errors : undefined;
  return Array.isArray(errors) ? errors.map(String) : [];
}
