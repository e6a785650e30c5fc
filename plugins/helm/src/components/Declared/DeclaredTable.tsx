import type { ReactNode } from 'react';
import { makeStyles } from '@material-ui/core/styles';
import type {
  DeclaredTarget,
  Target,
} from '@backstage-helm/plugin-helm-common';
import { useText } from '../../hooks/useText';
import { mono, tokens } from '../../theme/tokens';
import { Caption, Stack, Unseen } from '../Base/Layout';
import { useTableStyles } from '../Base/useTableStyles';
import { offeredProposals } from '../Propose/offeredProposals';
import { ProposeButtons } from '../Propose/ProposeButtons';
import { useProposeControl } from '../Propose/ProposeControl';
import type { DeclaredRow } from './compareDeclared';
import { Origin, Sources, VersionNotes } from './DeclaredNotes';

const useStyles = makeStyles(theme => {
  const t = tokens(theme);
  return {
    scroll: {
      overflowX: 'auto',
      // What is for the ear only stays inside.
      position: 'relative',
      '&:focus-visible': {
        outline: `2px solid ${t.accent}`,
        outlineOffset: -2,
      },
    },
    table: {
      '& td, & th': { verticalAlign: 'top', minWidth: 160 },
      '& tbody th': {
        position: 'sticky',
        left: 0,
        zIndex: 1,
        minWidth: 112,
        maxWidth: 200,
        overflowWrap: 'anywhere',
        whiteSpace: 'normal',
        background: t.paper,
        borderRight: `1px solid ${t.line2}`,
        borderBottom: `1px solid ${t.line2}`,
      },
    },
    value: {
      fontFamily: mono,
      fontSize: 12.5,
      whiteSpace: 'pre-wrap',
      overflowWrap: 'anywhere',
    },
    path: { fontFamily: mono, fontWeight: 400 },
    different: { fontWeight: 700 },
  };
});

interface Cell {
  /** What is compared; undefined = not known. */
  text?: string;
  content?: ReactNode;
  /** What is said of it, in small print. */
  notes?: ReactNode;
}

/** Rows are what matters, columns are environments. */
export function DeclaredTable(props: {
  targets: Target[];
  declared: (DeclaredTarget | undefined)[];
  rows: DeclaredRow[];
}) {
  const classes = useStyles();
  const table = useTableStyles();
  const t = useText();
  const { targets, declared, rows } = props;
  const fact = (
    name: string,
    read: (of: NonNullable<Target['declared']>) => string | undefined,
  ) => ({
    name,
    cells: targets.map((target): Cell => {
      const text = target.declared && read(target.declared);
      return { text, content: text ?? '–' };
    }),
  });
  const facts = [
    fact(t('propose.declared.chart'), ({ chart }) => chart),
    {
      name: t('propose.declared.version'),
      cells: targets.map(
        (target): Cell => ({
          text: target.declared?.version,
          content: target.declared?.version ?? '–',
          notes: <VersionNotes target={target} />,
        }),
      ),
    },
    fact(t('propose.declared.appVersion'), ({ appVersion }) => appVersion),
    fact(t('propose.declared.namespace'), ({ namespace }) => namespace),
  ];
  const keys = rows.map(({ path, cells }) => ({
    name: <span className={classes.path}>{path}</span>,
    key: path,
    cells: cells.map((cell, index): Cell => {
      if (!declared[index]?.values) {
        return {
          notes: <Caption>{t('propose.declared.masked')}</Caption>,
        };
      }
      return {
        text: cell?.text ?? '',
        content: cell && (
          <span className={classes.value}>{cell.text || '""'}</span>
        ),
        notes: <Origin cell={cell} />,
      };
    }),
  }));
  const { propose } = useProposeControl();
  const canPropose =
    propose !== undefined &&
    targets.some(target => offeredProposals(t, target).length > 0);
  const names = targets.map(({ environment }) => environment.name);
  return (
    // Wider than a phone: it scrolls by keyboard too.
    <div
      className={classes.scroll}
      role="region"
      tabIndex={0}
      aria-label={t('propose.declared.title')}
    >
      <table className={`${table.table} ${classes.table}`}>
        <thead>
          <tr>
            <th scope="col">{t('propose.declared.key')}</th>
            {names.map(name => (
              <th key={name} scope="col">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {[...facts, ...keys].map((row, index) => (
            <tr key={'key' in row ? row.key : index}>
              <th scope="row">{row.name}</th>
              {row.cells.map((cell, at) => {
                const differs = differsAt(row.cells, at);
                return (
                  <td key={names[at]}>
                    <span className={differs ? classes.different : undefined}>
                      {cell.content}
                    </span>
                    {cell.notes}
                    {differs && (
                      <Unseen>
                        {t('propose.declared.differs', {
                          environment: names[at - 1],
                        })}
                      </Unseen>
                    )}
                  </td>
                );
              })}
            </tr>
          ))}
          <tr>
            <th scope="row">{t('propose.declared.source')}</th>
            {targets.map((target, at) => (
              <td key={names[at]}>
                <Sources target={target} />
              </td>
            ))}
          </tr>
          {canPropose && (
            <tr>
              <th scope="row">{t('propose.declared.propose')}</th>
              {targets.map((target, at) => (
                <td key={names[at]}>
                  <Stack gap={6}>
                    <ProposeButtons target={target} />
                  </Stack>
                </td>
              ))}
            </tr>
          )}
        </tbody>
      </table>
    </div>
  );
}

function differsAt(cells: Cell[], at: number): boolean {
  const before = cells[at - 1];
  return (
    at > 0 &&
    before.text !== undefined &&
    cells[at].text !== undefined &&
    before.text !== cells[at].text
  );
}
