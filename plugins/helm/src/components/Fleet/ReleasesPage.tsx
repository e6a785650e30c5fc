import { ReleaseBrowser } from './ReleaseBrowser';

/** Every release that one may see, in every environment. */
export function ReleasesPage() {
  return <ReleaseBrowser />;
}
