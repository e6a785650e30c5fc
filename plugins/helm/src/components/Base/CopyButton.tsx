import { useEffect, useState } from 'react';
import { useText } from '../../hooks/useText';
import { ActionButton } from './ActionButton';

/** Copies a text, and says that it did. */
export function CopyButton(props: {
  label: string;
  text: string;
  quiet?: boolean;
}) {
  const t = useText();
  const [isCopied, setIsCopied] = useState(false);
  useEffect(() => {
    if (!isCopied) {
      return undefined;
    }
    const timer = setTimeout(() => setIsCopied(false), 2000);
    return () => clearTimeout(timer);
  }, [isCopied]);
  return (
    <ActionButton
      icon={isCopied ? 'check' : 'copy'}
      look={props.quiet ? 'quiet' : 'plain'}
      onClick={async () => {
        await window.navigator.clipboard.writeText(props.text);
        setIsCopied(true);
      }}
    >
      {isCopied ? t('base.copied') : props.label}
    </ActionButton>
  );
}
