import { useText } from '../../hooks/useText';
import { Card } from '../Base/Card';
import { LogLines } from '../Base/LogLines';

const telling = /\b(fatal|panic|error|exception|failed|refused|denied)\b/i;

/** Last lines of what failed, kept with the operation; the telling ones in red. */
export function Evidence(props: { source: string; lines: string[] }) {
  const t = useText();
  const { source, lines } = props;
  return (
    <Card bare title={t('operation.evidence')} caption={source}>
      <LogLines
        label={t('operation.evidenceOf', { source })}
        lines={lines.map((text, key) => ({
          key,
          text,
          tone: telling.test(text) ? 'err' : 'plain',
        }))}
        maxHeight={320}
      />
    </Card>
  );
}
