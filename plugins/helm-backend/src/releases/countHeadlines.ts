import { environmentOf } from '../config/environmentOf';
import type { HelmConfig } from '../config/HelmConfig';
import { knowReleases, ownDeclaration } from './knowReleases';
import type { ReleaseKnowledge } from './ReleaseKnowledge';
import { assembleState, type StateOptions } from './releaseState';

/** How many releases an environment has under one headline. */
export interface HeadlineCount {
  environment: string;
  headline: string;
  releases: number;
  /** Of these, how many a pending revision locks. */
  locked: number;
}

/** Releases by environment and headline, from the index: no cluster, no body. */
export async function countHeadlines(
  options: Omit<StateOptions, 'store'> & {
    config: HelmConfig;
    knowledge: ReleaseKnowledge;
  },
): Promise<HeadlineCount[]> {
  const { config, knowledge } = options;
  const counts = new Map<string, HeadlineCount>();
  for (const known of await knowReleases(knowledge)) {
    const { cluster, namespace } = known.ref;
    const environment = environmentOf(config, cluster, namespace);
    if (environment) {
      const { state, headline } = assembleState(
        known,
        environment,
        ownDeclaration(known),
        { ...options, store: knowledge.store },
      );
      const key = `${environment.name} ${headline.state}`;
      const count = counts.get(key) ?? {
        environment: environment.name,
        headline: headline.state,
        releases: 0,
        locked: 0,
      };
      count.releases += 1;
      count.locked += state.lifecycle === 'Locked' ? 1 : 0;
      counts.set(key, count);
    }
  }
  return [...counts.values()];
}
