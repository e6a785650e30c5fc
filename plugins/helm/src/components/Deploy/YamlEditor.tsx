import { useMemo } from 'react';
import CodeMirror from '@uiw/react-codemirror';
import { yaml } from '@codemirror/lang-yaml';
import { HighlightStyle, syntaxHighlighting } from '@codemirror/language';
import { EditorView } from '@codemirror/view';
import { tags } from '@lezer/highlight';
import { useTheme } from '@material-ui/core/styles';
import { mono, tokens } from '../../theme/tokens';

/** YAML to edit, or to read where no `onChange` is given. Loaded on demand. */
export default function YamlEditor(props: {
  label: string;
  text: string;
  onChange?: (text: string) => void;
}) {
  const theme = useTheme();
  const { label, text, onChange } = props;
  const extensions = useMemo(() => {
    const t = tokens(theme);
    return [
      yaml(),
      syntaxHighlighting(
        HighlightStyle.define([
          { tag: tags.propertyName, color: t.fg, fontWeight: '700' },
          { tag: [tags.content, tags.string], color: t.accent },
          { tag: tags.comment, color: t.fg2, fontStyle: 'italic' },
          { tag: [tags.punctuation, tags.meta, tags.labelName], color: t.fg2 },
        ]),
      ),
      EditorView.lineWrapping,
      EditorView.contentAttributes.of({ 'aria-label': label, tabindex: '0' }),
      EditorView.theme(
        {
          '&': { background: t.paper, color: t.fg, fontSize: '12.5px' },
          '.cm-content, .cm-gutters': { fontFamily: mono },
          '.cm-gutters': {
            background: t.sunk,
            color: t.fg3,
            borderRight: `1px solid ${t.line2}`,
          },
          '.cm-activeLine, .cm-activeLineGutter': { background: t.hover },
          '&.cm-focused': {
            outline: `2px solid ${t.accent}`,
            outlineOffset: '-2px',
          },
          '.cm-cursor': { borderLeftColor: t.fg },
        },
        { dark: theme.palette.type === 'dark' },
      ),
    ];
  }, [theme, label]);
  return (
    <CodeMirror
      value={text}
      theme="none"
      extensions={extensions}
      editable
      readOnly={!onChange}
      indentWithTab={false}
      basicSetup={{ foldGutter: true, highlightActiveLine: Boolean(onChange) }}
      minHeight="320px"
      maxHeight="56vh"
      onChange={onChange}
    />
  );
}
