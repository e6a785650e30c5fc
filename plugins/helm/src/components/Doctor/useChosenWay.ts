import type { Doctor, WayOut } from '@backstage-helm/plugin-helm-common';
import { useQuery } from '../../hooks/useQuery';

/** The way out that the address names, else the suggested one, if it is allowed. */
export function useChosenWay(
  doctor: Doctor,
): [WayOut | undefined, (way: WayOut) => void] {
  const query = useQuery();
  const named = query.get('way');
  const allowed = doctor.waysOut.filter(way => way.allowed);
  const chosen =
    allowed.find(way => way.key === named) ??
    allowed.find(way => way.suggested) ??
    allowed[0];
  // The way is no step of its own: going back leaves the dialog.
  return [chosen, way => query.set({ way: way.key }, { replace: true })];
}
