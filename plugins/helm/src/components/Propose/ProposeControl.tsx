import {
  createContext,
  useCallback,
  useContext,
  useMemo,
  useState,
  type ReactNode,
} from 'react';
import { useNavigate } from 'react-router-dom';
import { parseEntityRef } from '@backstage/catalog-model';
import { useApi, useRouteRef } from '@backstage/core-plugin-api';
import type { ProposalRequest } from '@backstage-helm/plugin-helm-common';
import { helmApiRef } from '../../api/helmApiRef';
import { useText } from '../../hooks/useText';
import { templateRouteRef } from '../../routes';
import { Failure } from '../Base/Failure';

interface Control {
  /** Opens the template's form, filled in; absent where that can't be. */
  propose?: (request: ProposalRequest) => void;
  /** Why it can't be. */
  offBecause?: string;
}

const Context = createContext<Control>({});

/** The way to a pull request, for everything inside {@link ProposeControl}. */
export function useProposeControl(): Control {
  return useContext(Context);
}

/** Proposes for cards, menus and tables alike; what goes wrong stands above them. */
export function ProposeControl(props: {
  /** Whether the portal has a template for it. */
  isOffered: boolean;
  children: ReactNode;
}) {
  const t = useText();
  const api = useApi(helmApiRef);
  const navigate = useNavigate();
  const templateLink = useRouteRef(templateRouteRef);
  const [error, setError] = useState<Error>();
  const propose = useCallback(
    async (request: ProposalRequest) => {
      setError(undefined);
      try {
        const { template, formData } = await api.propose(request);
        const { namespace, name } = parseEntityRef(template);
        const path = templateLink?.({ namespace, templateName: name });
        if (path) {
          const query = new URLSearchParams({
            formData: JSON.stringify(formData),
          });
          navigate(`${path}?${query}`);
        }
      } catch (failure) {
        setError(failure as Error);
      }
    },
    [api, navigate, templateLink],
  );
  const hasPage = templateLink !== undefined;
  const control = useMemo<Control>(() => {
    if (!props.isOffered) {
      return { offBecause: t('propose.off') };
    }
    return hasPage ? { propose } : { offBecause: t('propose.noPage') };
  }, [props.isOffered, hasPage, propose, t]);
  return (
    <Context.Provider value={control}>
      {error && <Failure title={t('propose.failed')} error={error} />}
      {props.children}
    </Context.Provider>
  );
}
