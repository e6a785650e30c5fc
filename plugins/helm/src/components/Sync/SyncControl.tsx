import {
  createContext,
  useCallback,
  useContext,
  useMemo,
  useState,
  type ReactNode,
} from 'react';
import { useApi } from '@backstage/core-plugin-api';
import {
  stringifyReleaseRef,
  type ReleaseRef,
} from '@backstage-helm/plugin-helm-common';
import { helmApiRef } from '../../api/helmApiRef';
import { useText } from '../../hooks/useText';
import { Failure } from '../Base/Failure';

interface Control {
  resume: (release: ReleaseRef) => void;
  isResuming: (release: ReleaseRef) => boolean;
}

const Context = createContext<Control | undefined>(undefined);

/** The way to resume automatic sync, for everything inside {@link SyncControl}. */
export function useSyncControl(): Control {
  const control = useContext(Context);
  if (!control) {
    throw new Error('Automatic sync is resumed only inside a SyncControl.');
  }
  return control;
}

/** Resumes for cards, menus and banners alike; what goes wrong stands above them. */
export function SyncControl(props: {
  onChange: () => void;
  children: ReactNode;
}) {
  const t = useText();
  const api = useApi(helmApiRef);
  const [resuming, setResuming] = useState<string>();
  const [error, setError] = useState<Error>();
  const { onChange } = props;
  const resume = useCallback(
    async (release: ReleaseRef) => {
      setResuming(stringifyReleaseRef(release));
      setError(undefined);
      try {
        await api.resumeSync(release);
      } catch (failure) {
        setError(failure as Error);
      } finally {
        setResuming(undefined);
        onChange();
      }
    },
    [api, onChange],
  );
  const control = useMemo<Control>(
    () => ({
      resume,
      isResuming: release => stringifyReleaseRef(release) === resuming,
    }),
    [resume, resuming],
  );
  return (
    <Context.Provider value={control}>
      {error && <Failure title={t('sync.resumeFailed')} error={error} />}
      {props.children}
    </Context.Provider>
  );
}
