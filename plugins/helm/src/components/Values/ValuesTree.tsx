import { useMemo } from 'react';
import { makeStyles } from '@material-ui/core/styles';
import type { ValuesDocument } from '@backstage-helm/plugin-helm-common';
import { useText } from '../../hooks/useText';
import { mono, small, tokens } from '../../theme/tokens';
import { Chip } from '../Base/Chip';
import { Empty } from '../Base/Empty';
import { layerText, layerTone, layerWord } from './layers';
import { leafValues, yamlLines } from './yamlLines';

const useStyles = makeStyles(theme => {
  const t = tokens(theme);
  return {
    tree: {
      fontSize: 12.5,
      lineHeight: '22px',
      overflowX: 'auto',
      padding: '6px 0',
      '&:focus-visible': {
        outline: `2px solid ${t.accent}`,
        outlineOffset: -2,
      },
    },
    line: {
      display: 'grid',
      gridTemplateColumns: '40px 96px minmax(0, 1fr) auto',
      alignItems: 'center',
      whiteSpace: 'pre',
      paddingRight: 12,
      '&:hover': { background: t.hover },
      [small]: {
        gridTemplateColumns: '32px 88px minmax(0, 1fr)',
        minWidth: 'max-content',
      },
    },
    number: {
      fontFamily: mono,
      color: t.fg3,
      textAlign: 'right',
      paddingRight: 8,
    },
    layer: { lineHeight: '18px' },
    code: { fontFamily: mono },
    key: { color: t.fg },
    value: { color: t.accent },
    dim: { '& $key, & $value': { color: t.fg2 } },
    override: {
      background: t.tone.accent.bg,
      boxShadow: `inset 3px 0 0 ${t.accent}`,
    },
    beside: {
      fontSize: 12,
      color: t.fg2,
      paddingLeft: 16,
      overflow: 'hidden',
      textOverflow: 'ellipsis',
      maxWidth: 280,
    },
  };
});

/** Another environment's values, to stand beside these. */
export interface BesideValues {
  name: string;
  yaml: string;
}

/** Values line by line with the layer that set each, and what stands beside. */
export function ValuesTree(props: {
  label: string;
  document: ValuesDocument;
  search: string;
  beside?: BesideValues;
}) {
  const classes = useStyles();
  const t = useText();
  const { document, beside } = props;
  const lines = useMemo(() => yamlLines(document.yaml), [document.yaml]);
  const others = useMemo(
    () => (beside ? leafValues(beside.yaml) : undefined),
    [beside],
  );
  const search = props.search.trim().toLowerCase();
  const shown = lines.filter(
    line =>
      line.text.toLowerCase().includes(search) ||
      (line.path ?? '').toLowerCase().includes(search),
  );
  if (shown.length === 0) {
    return <Empty icon="search" title={t('selected.values.noMatch')} />;
  }
  return (
    <div
      className={classes.tree}
      role="region"
      aria-label={props.label}
      tabIndex={0}
    >
      {shown.map(line => {
        const layer = line.path ? document.provenance[line.path] : undefined;
        const [, key, value] = /^(\s*(?:- )*[^:]+:)(.*)$/.exec(line.text) ?? [
          '',
          line.text,
          '',
        ];
        const other = line.path ? others?.get(line.path) : undefined;
        const differs =
          beside && line.value !== undefined && other !== line.value;
        const names = [classes.line];
        if (layer?.name === 'override') {
          names.push(classes.override);
        } else if (layer?.name === 'chart defaults') {
          names.push(classes.dim);
        }
        return (
          <div key={line.number} className={names.join(' ')}>
            <span className={classes.number}>{line.number}</span>
            <span className={classes.layer}>
              {layer && (
                <Chip
                  tone={layerTone(layer.name)}
                  title={layer.source ?? layerText(t, layer.name)}
                >
                  {layerWord(t, layer.name)}
                </Chip>
              )}
            </span>
            <span className={classes.code}>
              <span className={classes.key}>{key}</span>
              <span className={classes.value}>{value}</span>
            </span>
            {differs && (
              <span className={classes.beside}>
                {t('selected.values.besideValue', {
                  environment: beside.name,
                  value: other ?? t('selected.values.notSet'),
                })}
              </span>
            )}
          </div>
        );
      })}
    </div>
  );
}
