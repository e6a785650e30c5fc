/** Automatic sync: what the catalog deploys by itself, and what stops it. */
export const sync = {
  'sync.chip': 'Auto-Sync: {{phase}}',
  'sync.phase.off': 'aus',
  'sync.phase.synced': 'auf Stand',
  'sync.phase.pending': 'steht bevor',
  'sync.phase.working': 'rollt aus',
  'sync.phase.waiting': 'wartet',
  'sync.phase.held': 'zurückgehalten',
  'sync.phase.backing-off': 'setzt aus',
  'sync.phase.stopped': 'aufgegeben',
  'sync.phase.paused': 'angehalten',
  'sync.fact': 'Synchronisierung',
  'sync.factAutomatic': 'automatisch: {{phase}}',
  'sync.factManual': 'von Hand: eine Person rollt aus',
  'sync.appliedAt': 'Wie deklariert angewendet {{time}}',
  'sync.seeDiff': 'Unterschied ansehen',
  'sync.seeDiffOf': 'von Deklariertem und Ausgerolltem in {{environment}}',
  'sync.paused.rollback':
    'Zurückgerollt von {{user}}, automatische Synchronisierung angehalten.',
  'sync.paused.uninstall':
    'Deinstalliert von {{user}}, automatische Synchronisierung angehalten.',
  'sync.paused.person':
    'Automatische Synchronisierung angehalten von {{user}}.',
  'sync.paused.text':
    'Was in den Katalog gepusht wird, rollt hier nichts aus, bis sie fortgesetzt wird.',
  'sync.paused.operation': 'Vorgang ansehen',
  'sync.resume': 'Synchronisierung fortsetzen',
  'sync.resuming': 'Wird fortgesetzt',
  'sync.resumeFailed':
    'Die automatische Synchronisierung wurde nicht fortgesetzt.',
  'sync.tryAgain': 'Erneut versuchen',
  'sync.stopped.title_one':
    'Automatische Synchronisierung nach {{count}} Versuch aufgegeben.',
  'sync.stopped.title_other':
    'Automatische Synchronisierung nach {{count}} Versuchen aufgegeben.',
  'sync.stopped.text': 'Eine geänderte Deklaration setzt sie wieder in Gang.',
  'sync.stopped.why': 'Ursache ansehen',
  'sync.backingOff.title': 'Versuch {{n}} von {{of}} fehlgeschlagen.',
  'sync.backingOff.next':
    'Die automatische Synchronisierung versucht es in {{time}} erneut.',
  'sync.backingOff.soon':
    'Die automatische Synchronisierung versucht es gleich erneut.',
  'sync.waiting': 'Automatische Synchronisierung wartet.',
  'sync.off': 'Automatische Synchronisierung lässt es unberührt.',
  'sync.held.title_one': '{{count}} Änderung wartet in {{environment}}.',
  'sync.held.title_other':
    '{{count}} Änderungen auf einmal warten in {{environment}}.',
  'sync.held.text':
    'Mehr als {{most}} auf einmal braucht den Blick einer Person.',
  'sync.held.review': 'Prüfen und fortfahren',
  'sync.held.panel': 'Änderungen, die in {{environment}} warten',
  'sync.held.since':
    'Zurückgehalten {{time}}. Mehr als {{most}} Änderungen auf einmal brauchen den Blick einer Person.',
  'sync.held.nothing': 'In {{environment}} wartet nichts mehr',
  'sync.held.nothingText':
    'Die Änderungen wurden freigegeben oder sind nicht mehr deklariert.',
  'sync.held.changed':
    'Es sind nicht die Änderungen, die Sie angesehen haben: Sehen Sie diese an, dann fahren Sie fort.',
  'sync.held.hidden_one': '{{count}} weitere, die Sie nicht sehen dürfen.',
  'sync.held.hidden_other': '{{count}} weitere, die Sie nicht sehen dürfen.',
  'sync.held.release': 'Release',
  'sync.held.changes': 'Änderungen',
  'sync.held.diff': 'Unterschied',
  'sync.held.now': 'Deklariert und ausgerollt',
  'sync.held.undeclared': 'nicht mehr deklariert',
  'sync.held.confirm_one': 'Mit {{count}} Änderung fortfahren',
  'sync.held.confirm_other': 'Mit {{count}} Änderungen fortfahren',
  'sync.held.continuing': 'Wird fortgefahren',
  'sync.held.continueFailed': 'Es wurde nicht fortgefahren.',
  'sync.held.reason': 'Warum diese Änderungen weitergehen dürfen (Pflicht)',
  'sync.pause.title':
    'Automatische Synchronisierung von {{release}} in {{environment}} anhalten',
  'sync.pause.text':
    'Was in den Katalog gepusht wird, rollt hier nichts aus, bis jemand sie fortsetzt. Alle sehen, wer sie angehalten hat und warum.',
  'sync.pause.reason': 'Grund (Pflicht)',
  'sync.pause.confirm': 'Synchronisierung anhalten',
  'sync.pause.failed':
    'Die automatische Synchronisierung wurde nicht angehalten.',
  'sync.environments.column': 'Synchronisierung',
  'sync.environments.automatic': 'automatisch',
  'sync.environments.manual': 'von Hand',
  'sync.environments.install': 'Installiert, was neu ist.',
  'sync.environments.most':
    'Mehr als {{n}} Änderungen auf einmal warten auf eine Person.',
} as const;
