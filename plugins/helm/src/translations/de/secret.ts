/** Secrets that are stored beside a release. */
export const secret = {
  'secret.title': 'Secret',
  'secret.description':
    'Wird sofort im Cluster abgelegt; das Formular und sein Task behalten nur Namen und Schlüssel.',
  'secret.store': 'Als Secret ablegen…',
  'secret.storeFor': 'Secret für {{environment}} ablegen…',
  'secret.replace': 'Neu ablegen…',
  'secret.forget': 'Weglassen',
  'secret.stored': 'Abgelegt als Secret {{name}} im Namespace {{namespace}}.',
  'secret.changed': 'Secret {{name}} im Namespace {{namespace}} ist geändert.',
  'secret.keys': 'Schlüssel: {{keys}}.',
  'secret.useIt': 'In den Werten nennen, etwa als existingSecret: {{name}}.',
  'secret.reading': 'Das Release wird gesucht',
  'secret.failed': 'Das Release konnte nicht gelesen werden.',
  'secret.chooseFirst': 'Zuerst die Entität und die Umgebung wählen.',
  'secret.notDeclared':
    'Von {{entity}} ist in {{environment}} noch kein Release deklariert; es gibt also keinen Namespace für ein Secret.',
  'secret.afterwards':
    'Ohne weitermachen. Ist das Release deklariert, auf dem Tab Helm der Entität „Ausrollen…“ wählen und es dort mit „Als Secret ablegen…“ ablegen.',
  'secret.onlyFirst':
    'Es wird nur für {{environment}} abgelegt; für die anderen geht es auf dem Tab Helm der Entität.',
  'secret.incomplete':
    'Das ist kein Verweis auf ein Secret: es mit dem Knopf ablegen.',
  'secret.dialog.title': 'Secret für {{release}} in {{environment}} ablegen',
  'secret.dialog.place': 'Cluster {{cluster}}, Namespace {{namespace}}.',
  'secret.dialog.text':
    'Es wird sofort geschrieben, mit der Identität der Umgebung. Das Portal behält Namen und Schlüssel, nie das, was du hier eingibst.',
  'secret.dialog.name': 'Name des Secrets',
  'secret.dialog.nameHint':
    'In einem vorhandenen werden diese Schlüssel ergänzt oder geändert.',
  'secret.dialog.nameInvalid':
    'Kleinbuchstaben, Ziffern, „-“ und „.“, am Anfang und Ende ein Buchstabe oder eine Ziffer; höchstens 253.',
  'secret.dialog.key': 'Schlüssel',
  'secret.dialog.keyOf': 'Schlüssel {{n}}',
  'secret.dialog.value': 'Wert',
  'secret.dialog.valueNamed': 'Wert von {{name}}',
  'secret.dialog.valueNumbered': 'Wert {{n}}',
  'secret.dialog.show': 'Eingaben zeigen',
  'secret.dialog.add': 'Weiterer Schlüssel',
  'secret.dialog.remove': '{{name}} entfernen',
  'secret.dialog.removeNumber': 'Schlüssel {{n}} entfernen',
  'secret.dialog.keyInvalid':
    'Buchstaben, Ziffern, „-“, „_“ und „.“; höchstens 253.',
  'secret.dialog.keyTwice': 'Diesen Schlüssel gibt es zweimal.',
  'secret.dialog.valueMissing': 'Eingeben, was abzulegen ist.',
  'secret.dialog.valueLong': 'Höchstens 65.536 Zeichen.',
  'secret.dialog.reason': 'Warum (freiwillig)',
  'secret.dialog.failed': 'Das Secret wurde nicht abgelegt.',
  'secret.dialog.confirm': 'Secret ablegen',
  'secret.dialog.storing': 'Wird abgelegt',
};
