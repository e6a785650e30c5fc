import { useCallback, useEffect, useRef, useState } from 'react';
import { useApi } from '@backstage/core-plugin-api';
import type { Doctor, Plan, WayOut } from '@backstage-helm/plugin-helm-common';
import { helmApiRef } from '../../api/helmApiRef';

/** The preview of a way out: its plan, or why there is none. */
export interface WayPlan {
  plan?: Plan;
  error?: Error;
  isWorking: boolean;
  again: () => void;
}

type Made = Pick<WayPlan, 'plan' | 'error'>;

/**
 * Plans the chosen way out. A way that was looked at before shows at once,
 * until the release is not any more what it was planned for.
 */
export function useWayPlan(doctor: Doctor, way: WayOut | undefined): WayPlan {
  const api = useApi(helmApiRef);
  const request = way?.plan;
  const key =
    request &&
    JSON.stringify([doctor.diagnosis, doctor.revision, doctor.status, request]);
  const [made, setMade] = useState<ReadonlyMap<string, Made>>(new Map());
  const [round, setRound] = useState(0);
  const asked = useRef(new Set<string>());

  useEffect(() => {
    if (!key || !request || asked.current.has(key)) {
      return;
    }
    asked.current.add(key);
    const keep = (entry: Made) =>
      setMade(before => new Map(before).set(key, entry));
    api.createPlan(request).then(
      plan => keep({ plan }),
      error => keep({ error }),
    );
  }, [api, key, request, round]);

  const again = useCallback(() => {
    if (key) {
      asked.current.delete(key);
      setMade(before => new Map([...before].filter(([name]) => name !== key)));
      setRound(count => count + 1);
    }
  }, [key]);

  const known = key ? made.get(key) : undefined;
  return { ...known, isWorking: key !== undefined && !known, again };
}
