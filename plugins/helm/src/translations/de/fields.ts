/** Fields of software templates. */
export const fields = {
  'fields.required': 'nötig',
  'fields.chart.title': 'Chart',
  'fields.chart.description': 'Ein Chart eines konfigurierten Repositorys.',
  'fields.chart.repository': 'Repository',
  'fields.chart.chooseRepository': 'Repository wählen',
  'fields.chart.name': 'Chart',
  'fields.chart.choose': 'Chart wählen',
  'fields.chart.type': 'Namen eingeben',
  'fields.chart.reading': 'Repositorys werden gelesen',
  'fields.chart.failed': 'Die Repositorys konnten nicht gelesen werden.',
  'fields.chart.none': 'Es ist kein Chart-Repository konfiguriert.',
  'fields.chart.refused':
    'Dieses Repository verrät nicht, welche Charts es hat: den Namen eingeben.',
  'fields.chart.cut':
    'Nur die ersten {{count}} Charts werden angeboten; jeder andere Name kann eingegeben werden.',
  'fields.chart.notConfigured': '{{repository}} (nicht konfiguriert)',
  'fields.chart.checking': 'Versionen werden gesucht',
  'fields.chart.newest':
    'Neueste Version {{version}}, {{count}} veröffentlicht.',
  'fields.chart.onlyPrereleases':
    '{{count}} veröffentlicht, alles Vorabversionen.',
  'fields.chart.incomplete': 'Repository und Chart wählen.',
  'fields.chart.notAllowed':
    'Diese Vorlage nimmt keine Charts aus {{repository}}.',
  'fields.version.title': 'Version',
  'fields.version.description':
    'Genau eine veröffentlichte Version des Charts.',
  'fields.version.chartFirst': 'Zuerst das Chart wählen.',
  'fields.version.releaseFirst':
    'Zuerst eine Entität und eine Umgebung wählen, deren Release deklariert ist.',
  'fields.version.reading': 'Veröffentlichte Versionen werden gelesen',
  'fields.version.failed':
    'Die veröffentlichten Versionen konnten nicht gelesen werden.',
  'fields.version.none': 'Von diesem Chart ist keine Version veröffentlicht.',
  'fields.version.prereleases': 'Auch Vorabversionen zeigen',
  'fields.version.incomplete': 'Eine Version wählen.',
  'fields.version.notExact':
    '„{{version}}“ ist keine genaue Version dieses Charts.',
  'fields.version.notPublished':
    '{{chart}} hat keine Version {{version}}: eine andere wählen.',
  'fields.version.deprecated':
    'Wer sie veröffentlicht hat, rät von dieser Version ab.',
  'fields.environment.title': 'Umgebung',
  'fields.environment.titleMany': 'Umgebungen',
  'fields.environment.description': 'Wo es läuft.',
  'fields.environment.reading': 'Umgebungen werden gelesen',
  'fields.environment.failed': 'Die Umgebungen konnten nicht gelesen werden.',
  'fields.environment.none':
    'Es ist keine Umgebung konfiguriert, oder keine, die du sehen darfst.',
  'fields.environment.cluster': 'Cluster {{cluster}}',
  'fields.environment.after': 'nach {{environment}}',
  'fields.environment.approvals_one': '{{count}} Freigabe',
  'fields.environment.approvals_other': '{{count}} Freigaben',
  'fields.environment.approvers': 'durch {{approvers}}',
  'fields.environment.frozen': 'eingefroren: {{title}}',
  'fields.environment.automatic': 'wird von selbst ausgerollt',
  'fields.environment.readOnly': 'nur lesend',
  'fields.environment.readOnlyWhy': 'Das Portal ändert hier nichts.',
  'fields.environment.away': 'ihr Cluster antwortet gerade nicht',
  'fields.environment.incomplete': 'Eine Umgebung wählen.',
  'fields.environment.unknown': 'Es gibt keine Umgebung „{{environment}}“.',
  'fields.environment.notAllowed':
    'Diese Vorlage nimmt „{{environment}}“ nicht.',
  'fields.values.title': 'Werte',
  'fields.values.description':
    'Was von den Vorgaben des Charts abweicht, als YAML.',
  'fields.values.titlePatch': 'Änderung der Werte',
  'fields.values.editor': 'Werte als YAML',
  'fields.values.defaults': 'Vorgaben des Charts',
  'fields.values.defaultsCaption': 'von {{chart}} {{version}}',
  'fields.values.chartFirst':
    'Chart und Version wählen, um die Vorgaben zu sehen.',
  'fields.values.reading': 'Chart wird gelesen',
  'fields.values.failed': 'Das Chart konnte nicht gelesen werden.',
  'fields.values.fine': 'Gültiges YAML, passend zum Schema des Charts.',
  'fields.values.fineWithoutSchema':
    'Gültiges YAML. Das Chart hat kein Schema, um es zu prüfen.',
  'fields.values.unchecked': 'Helm prüft das Schema später: {{why}}',
  'fields.values.uncheckedLarge': 'es ist zu groß, um hier geprüft zu werden.',
  'fields.values.uncheckedInvalid': 'es ist nicht als Schema lesbar.',
  'fields.values.uncheckedRemote': 'es verweist auf andere Dateien.',
  'fields.values.uncheckedSlow': 'die Prüfung dauert hier zu lange.',
  'fields.values.count_one': '{{count}} Problem',
  'fields.values.count_other': '{{count}} Probleme',
  'fields.values.at': 'bei',
  'fields.values.whole': 'die Werte als Ganzes',
  'fields.values.more': 'Und {{count}} weitere.',
  'fields.schema.type': 'muss vom Typ {{type}} sein',
  'fields.schema.enum': 'muss eines von {{values}} sein',
  'fields.schema.const': 'muss {{values}} sein',
  'fields.schema.required': 'hat kein „{{key}}“, außer die Umgebung setzt es',
  'fields.schema.unknownKey': 'ist kein Schlüssel dieses Charts',
  'fields.schema.minimum': 'muss mindestens {{limit}} sein',
  'fields.schema.maximum': 'darf höchstens {{limit}} sein',
  'fields.schema.exclusiveMinimum': 'muss mehr als {{limit}} sein',
  'fields.schema.exclusiveMaximum': 'muss weniger als {{limit}} sein',
  'fields.schema.minLength': 'muss mindestens {{limit}} Zeichen haben',
  'fields.schema.maxLength': 'darf höchstens {{limit}} Zeichen haben',
  'fields.schema.minItems': 'muss mindestens {{limit}} Einträge haben',
  'fields.schema.maxItems': 'darf höchstens {{limit}} Einträge haben',
  'fields.schema.pattern': 'muss zu {{limit}} passen',
  'fields.schema.format': 'muss das Format {{limit}} haben',
  'fields.schema.other':
    'ist nicht, wie das Schema des Charts es will ({{keyword}})',
  'fields.secretInValues.message':
    'ist geheim, und Geheimes bleibt nicht in Dateien oder Formularen.',
  'fields.secretInValues.wayOut':
    'Es als Secret im Cluster ablegen und in den Werten nur dieses nennen.',
};
