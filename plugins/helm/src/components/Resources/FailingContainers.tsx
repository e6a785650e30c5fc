import type { Resource } from '@backstage-helm/plugin-helm-common';
import { useText } from '../../hooks/useText';
import { Stack } from '../Base/Layout';
import { LogLines } from '../Base/LogLines';

/** Containers that fail, with the last lines that they wrote. */
export function FailingContainers(props: { failing: Resource['failing'] }) {
  const t = useText();
  return (
    <Stack gap={8}>
      {props.failing.map(container => (
        <div key={`${container.pod}/${container.container}`}>
          {t('selected.resources.failing', {
            container: container.container,
            pod: container.pod,
            reason: container.reason,
          })}
          {container.lastLines && container.lastLines.length > 0 && (
            <LogLines
              label={t('selected.resources.lastLines', {
                container: container.container,
                pod: container.pod,
              })}
              lines={container.lastLines.map((text, key) => ({ key, text }))}
              maxHeight={240}
            />
          )}
        </div>
      ))}
    </Stack>
  );
}
