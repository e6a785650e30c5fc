import { useCallback, useEffect, useRef, useState } from 'react';
import { useApi } from '@backstage/core-plugin-api';
import type { Plan, PlanRequest } from '@backstage-helm/plugin-helm-common';
import { helmApiRef } from '../../api/helmApiRef';
import { useQuery } from '../../hooks/useQuery';

/** The plan that the address names, and the way to make one. */
export interface PlanInHand {
  plan?: Plan;
  error?: Error;
  isWorking: boolean;
  /** True when the address names a plan, loaded or not. */
  isNamed: boolean;
  /** Makes a plan, puts its id and `changes` into the address. */
  make: (
    request: PlanRequest,
    changes?: Record<string, string | undefined>,
    options?: { replace?: boolean },
  ) => void;
  /** Forgets the plan and what went wrong. */
  drop: (changes?: Record<string, string | undefined>) => void;
}

/** A plan survives a reload: the address keeps its id. */
export function usePlan(): PlanInHand {
  const api = useApi(helmApiRef);
  const query = useQuery();
  const id = query.get('plan');
  const [plan, setPlan] = useState<Plan>();
  const [error, setError] = useState<Error>();
  const [isWorking, setIsWorking] = useState(false);
  const newest = useRef(0);
  const setQuery = query.set;

  const run = useCallback((load: Promise<Plan>, then: (plan: Plan) => void) => {
    newest.current += 1;
    const turn = newest.current;
    const isCurrent = () => turn === newest.current;
    setIsWorking(true);
    setError(undefined);
    load
      .then(
        made => {
          if (isCurrent()) {
            setPlan(made);
            then(made);
          }
        },
        failure => isCurrent() && setError(failure),
      )
      .finally(() => isCurrent() && setIsWorking(false));
  }, []);

  useEffect(() => {
    if (id !== undefined && plan?.id !== id) {
      run(api.plan(id), () => undefined);
    }
  }, [api, id, plan?.id, run]);

  useEffect(
    () => () => {
      newest.current += 1;
    },
    [],
  );

  const make = useCallback<PlanInHand['make']>(
    (request, changes = {}, options = {}) =>
      run(api.createPlan(request), made =>
        setQuery({ ...changes, plan: made.id }, options),
      ),
    [api, run, setQuery],
  );
  const drop = useCallback<PlanInHand['drop']>(
    (changes = {}) => {
      newest.current += 1;
      setPlan(undefined);
      setError(undefined);
      setIsWorking(false);
      setQuery({ ...changes, plan: undefined });
    },
    [setQuery],
  );
  return {
    plan: plan?.id === id ? plan : undefined,
    error,
    isWorking,
    isNamed: id !== undefined,
    make,
    drop,
  };
}
