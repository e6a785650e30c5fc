import type { OperationOutcome } from '@backstage-helm/plugin-helm-common';
import { useText } from '../../hooks/useText';
import { Card } from '../Base/Card';
import { Caption, Stack } from '../Base/Layout';
import { LogLines } from '../Base/LogLines';

const telling = /\b(fatal|panic|error|exception|failed|refused|denied)\b/i;

/** Last lines of what failed, kept with the operation; the telling ones in red. */
export function Evidence(props: {
  evidence: NonNullable<OperationOutcome['evidence']>;
}) {
  const t = useText();
  return (
    <Card title={t('operation.evidence')}>
      <Stack>
        {props.evidence.map(({ source, lines }) => (
          <Stack key={source} gap={4}>
            <Caption>{source}</Caption>
            <LogLines
              label={t('operation.evidenceOf', { source })}
              lines={lines.map((text, key) => ({
                key,
                text,
                tone: telling.test(text) ? 'err' : 'plain',
              }))}
              maxHeight={320}
            />
          </Stack>
        ))}
      </Stack>
    </Card>
  );
}
