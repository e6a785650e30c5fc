import type { ClusterObjects } from './ClusterObjects';

/** Asks for each ConfigMap once, and notes whether the cluster was asked. */
export function noting(cluster: ClusterObjects) {
  let isAsked = false;
  const note = <A extends unknown[], R>(ask: (...given: A) => R) => {
    return (...given: A): R => {
      isAsked = true;
      return ask(...given);
    };
  };
  const configMaps = new Map<string, ReturnType<ClusterObjects['configMap']>>();
  return {
    isAsked: () => isAsked,
    cluster: {
      source: note(cluster.source.bind(cluster)),
      configMap: note((...place: Parameters<ClusterObjects['configMap']>) => {
        const key = place.join('/');
        const reading = configMaps.get(key) ?? cluster.configMap(...place);
        configMaps.set(key, reading);
        return reading;
      }),
    },
  };
}
