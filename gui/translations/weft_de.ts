<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de">
<context>
    <name>CommandPalette</name>
    <message>
        <source>Mesh ▸ Over the picture</source>
        <translation>Mesh ▸ Über das Bild</translation>
    </message>
    <message>
        <source>Ctrl+arrows</source>
        <translation>Strg+Pfeile</translation>
    </message>
    <message>
        <source>Waterfall ▸ To the next call, to the first, the last</source>
        <translation>Wasserfall ▸ Zum nächsten Aufruf, zum ersten, zum letzten</translation>
    </message>
    <message>
        <source>Waterfall ▸ To where the call begins</source>
        <translation>Wasserfall ▸ Dahin, wo der Aufruf beginnt</translation>
    </message>
    <message>
        <source>Keyboard Shortcuts</source>
        <translation>Tastenkürzel</translation>
    </message>
    <message>
        <source>Find an Action</source>
        <translation>Aktion finden</translation>
    </message>
    <message>
        <source>Find an action</source>
        <translation>Aktion finden</translation>
    </message>
    <message>
        <source>Some letters of it</source>
        <translation>Einige ihrer Buchstaben</translation>
    </message>
    <message>
        <source>Actions</source>
        <translation>Aktionen</translation>
    </message>
    <message>
        <source>%1 ▸ %2</source>
        <translation>%1 ▸ %2</translation>
    </message>
    <message>
        <source>%1   (%2)</source>
        <translation>%1   (%2)</translation>
    </message>
    <message>
        <source>Mesh ▸ Play, pause</source>
        <translation>Netz ▸ Abspielen, anhalten</translation>
    </message>
    <message>
        <source>Space</source>
        <translation>Leertaste</translation>
    </message>
    <message>
        <source>Mesh ▸ To the next box along a line</source>
        <translation>Netz ▸ Entlang einer Linie zum nächsten Kasten</translation>
    </message>
    <message>
        <source>arrows</source>
        <translation>Pfeile</translation>
    </message>
    <message>
        <source>Mesh ▸ Open, or show what is near</source>
        <translation>Netz ▸ Öffnen, oder die Umgebung zeigen</translation>
    </message>
    <message>
        <source>Enter</source>
        <translation>Eingabe</translation>
    </message>
    <message>
        <source>Mesh ▸ One step out</source>
        <translation>Netz ▸ Einen Schritt hinaus</translation>
    </message>
    <message>
        <source>Esc</source>
        <translation>Esc</translation>
    </message>
    <message>
        <source>Mesh ▸ Larger, smaller, all of it</source>
        <translation>Netz ▸ Größer, kleiner, alles</translation>
    </message>
    <message>
        <source>Mesh ▸ Move a pinned box</source>
        <translation>Netz ▸ Einen festgehaltenen Kasten verschieben</translation>
    </message>
    <message>
        <source>Alt+Shift+arrows</source>
        <translation>Alt+Umschalt+Pfeile</translation>
    </message>
    <message>
        <source>Mesh ▸ What can be done here</source>
        <translation>Netz ▸ Was hier getan werden kann</translation>
    </message>
    <message>
        <source>Menu</source>
        <translation>Menü</translation>
    </message>
    <message>
        <source>Time ▸ By an interval</source>
        <translation>Zeit ▸ Um ein Intervall</translation>
    </message>
    <message>
        <source>Time ▸ By ten intervals</source>
        <translation>Zeit ▸ Um zehn Intervalle</translation>
    </message>
    <message>
        <source>Time ▸ To the beginning, to the end</source>
        <translation>Zeit ▸ An den Anfang, ans Ende</translation>
    </message>
    <message>
        <source>PgUp PgDn</source>
        <translation>Bild↑ Bild↓</translation>
    </message>
    <message>
        <source>Home End</source>
        <translation>Pos1 Ende</translation>
    </message>
    <message>
        <source>Another key for what is chosen</source>
        <translation>Eine andere Taste für das Gewählte</translation>
    </message>
    <message>
        <source>Another key for what is chosen:</source>
        <translation>Eine andere Taste für das Gewählte:</translation>
    </message>
    <message>
        <source>As at First</source>
        <translation>Wie am Anfang</translation>
    </message>
    <message>
        <source>Press the key in the field first.</source>
        <translation>Drücken Sie zuerst die Taste im Feld.</translation>
    </message>
    <message>
        <source>This key cannot be changed.</source>
        <translation>Diese Taste lässt sich nicht ändern.</translation>
    </message>
    <message>
        <source>%1 is the key of %2.</source>
        <translation>%1 ist die Taste von %2.</translation>
    </message>
</context>
<context>
    <name>ComparePanel</name>
    <message>
        <source>Compare</source>
        <translation>Vergleich</translation>
    </message>
</context>
<context>
    <name>CurveWidget</name>
    <message>
        <source>%1 of %2</source>
        <translation>%1 von %2</translation>
    </message>
</context>
<context>
    <name>EventPanel</name>
    <message>
        <source>Events</source>
        <translation>Ereignisse</translation>
    </message>
</context>
<context>
    <name>ExampleStrip</name>
    <message>
        <source>Examples:</source>
        <translation>Beispiele:</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Close the examples</source>
        <translation>Beispiele schließen</translation>
    </message>
</context>
<context>
    <name>HeatMap</name>
    <message>
        <source>Heat map of pods</source>
        <translation>Heatmap der Pods</translation>
    </message>
    <message>
        <source>errors: 0 %</source>
        <translation>Fehler: 0 %</translation>
    </message>
    <message>
        <source>time: short</source>
        <translation>Zeit: kurz</translation>
    </message>
    <message>
        <source>100 %</source>
        <translation>100 %</translation>
    </message>
    <message>
        <source>long</source>
        <translation>lang</translation>
    </message>
    <message>
        <source>     of attempts; empty: none      line through: down      line below: ejected</source>
        <translation>     der Versuche; leer: keine      Strich hindurch: ausgefallen      Strich darunter: ausgeschlossen</translation>
    </message>
    <message>
        <source>No pod has answered anything.</source>
        <translation>Kein Pod hat etwas beantwortet.</translation>
    </message>
</context>
<context>
    <name>Hints</name>
    <message>
        <source>Half a second before something goes wrong. Press Space: the run plays.</source>
        <translation>Eine halbe Sekunde, bevor etwas schiefgeht. Die Leertaste spielt den Lauf ab.</translation>
    </message>
    <message>
        <source>A red square ■ is a service that fails. Click it.</source>
        <translation>Ein rotes Quadrat ■ ist ein Dienst, der ausfällt. Klicken Sie darauf.</translation>
    </message>
    <message>
        <source>Press W: why did a request fail there?</source>
        <translation>W: Warum ist dort eine Anfrage gescheitert?</translation>
    </message>
    <message>
        <source>%1 of %2   %3</source>
        <translation>%1 von %2   %3</translation>
    </message>
</context>
<context>
    <name>InjectSheet</name>
    <message>
        <source>Inject</source>
        <translation>Eingreifen</translation>
    </message>
    <message>
        <source>Find</source>
        <translation>Suchen</translation>
    </message>
    <message>
        <source>What is to be done</source>
        <translation>Was zu tun ist</translation>
    </message>
    <message>
        <source>at</source>
        <translation>um</translation>
    </message>
    <message>
        <source>for</source>
        <translation>für</translation>
    </message>
    <message>
        <source>to the end</source>
        <translation>bis zum Ende</translation>
    </message>
    <message>
        <source>Add This Line</source>
        <translation>Diese Zeile hinzufügen</translation>
    </message>
    <message>
        <source>This line will be added to the scenario. Before it the run stays as it is, of the same seed:</source>
        <translation>Diese Zeile kommt zum Szenario hinzu. Davor bleibt der Lauf, wie er ist, mit demselben Startwert:</translation>
    </message>
    <message>
        <source>Applies to</source>
        <translation>Gilt für</translation>
    </message>
    <message>
        <source>applies to</source>
        <translation>gilt für</translation>
    </message>
    <message>
        <source>whole service</source>
        <translation>den ganzen Dienst</translation>
    </message>
    <message>
        <source>Nothing is chosen.</source>
        <translation>Nichts ist gewählt.</translation>
    </message>
    <message>
        <source>&apos;%1&apos; is no moment.</source>
        <translation>„%1“ ist kein Zeitpunkt.</translation>
    </message>
    <message>
        <source>Choices</source>
        <translation>Auswahl</translation>
    </message>
</context>
<context>
    <name>Inspector</name>
    <message>
        <source>requests</source>
        <translation>Anfragen</translation>
    </message>
    <message>
        <source>errors</source>
        <translation>Fehler</translation>
    </message>
    <message>
        <source>p99 latency</source>
        <translation>Latenz p99</translation>
    </message>
    <message>
        <source>Figures</source>
        <translation>Zahlen</translation>
    </message>
    <message>
        <source>Recorded changes</source>
        <translation>Aufgezeichnete Änderungen</translation>
    </message>
    <message>
        <source>What was recorded:</source>
        <translation>Was aufgezeichnet wurde:</translation>
    </message>
    <message>
        <source>… and more: see Events</source>
        <translation>… und mehr: siehe Ereignisse</translation>
    </message>
    <message>
        <source>attempts for a request</source>
        <translation>Versuche je Anfrage</translation>
    </message>
    <message>
        <source>mean time to answer</source>
        <translation>mittlere Antwortzeit</translation>
    </message>
</context>
<context>
    <name>MainWindow</name>
    <message>
        <source>not played</source>
        <translation>nicht gespielt</translation>
    </message>
    <message>
        <source>&amp;With a Caption</source>
        <translation>Mit &amp;Unterschrift</translation>
    </message>
    <message>
        <source>Te&amp;xt Size</source>
        <translation>Schriftgröße</translation>
    </message>
    <message>
        <source>%1 %</source>
        <translation>%1 %</translation>
    </message>
    <message>
        <source>There is no other bookmark.</source>
        <translation>Dort ist kein weiteres Lesezeichen.</translation>
    </message>
    <message>
        <source>Next Bookmark</source>
        <translation>Nächstes Lesezeichen</translation>
    </message>
    <message>
        <source>Previous Bookmark</source>
        <translation>Voriges Lesezeichen</translation>
    </message>
    <message>
        <source>E&amp;xport</source>
        <translation>E&amp;xportieren</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>Exportieren</translation>
    </message>
    <message>
        <source>Colo&amp;ur</source>
        <translation>&amp;Farbe</translation>
    </message>
    <message>
        <source>&amp;Health</source>
        <translation>&amp;Zustand</translation>
    </message>
    <message>
        <source>&amp;Load</source>
        <translation>&amp;Last</translation>
    </message>
    <message>
        <source>L&amp;atency</source>
        <translation>L&amp;atenz</translation>
    </message>
    <message>
        <source>&amp;Errors</source>
        <translation>&amp;Fehler</translation>
    </message>
    <message>
        <source>%1, coloured by %2 from 0 to %3</source>
        <translation>%1, gefärbt nach %2 von 0 bis %3</translation>
    </message>
    <message>
        <source>&amp;Print the Mesh…</source>
        <translation>Das Netz &amp;drucken …</translation>
    </message>
    <message>
        <source>Print the C&amp;harts…</source>
        <translation>Die Kurven dru&amp;cken …</translation>
    </message>
    <message>
        <source>No printer is set up here. File ▸ Export writes the same as PDF.</source>
        <translation>Hier ist kein Drucker eingerichtet. Datei ▸ Exportieren schreibt dasselbe als PDF.</translation>
    </message>
    <message>
        <source>&amp;Mesh as a Picture…</source>
        <translation>&amp;Mesh als Bild …</translation>
    </message>
    <message>
        <source>Pictures (*.svg *.pdf *.png)</source>
        <translation>Bilder (*.svg *.pdf *.png)</translation>
    </message>
    <message>
        <source>&amp;Size of PNG</source>
        <translation>&amp;Größe von PNG</translation>
    </message>
    <message>
        <source>%1×</source>
        <translation>%1×</translation>
    </message>
    <message>
        <source>Mesh as a &amp;Graph…</source>
        <translation>Mesh als Gra&amp;ph …</translation>
    </message>
    <message>
        <source>Graphs (*.graphml *.dot)</source>
        <translation>Graphen (*.graphml *.dot)</translation>
    </message>
    <message>
        <source>&amp;Chart as CSV…</source>
        <translation>&amp;Kurve als CSV …</translation>
    </message>
    <message>
        <source>Tables (*.csv)</source>
        <translation>Tabellen (*.csv)</translation>
    </message>
    <message>
        <source>&amp;Table as CSV…</source>
        <translation>&amp;Tabelle als CSV …</translation>
    </message>
    <message>
        <source>Choose a tab with a table first.</source>
        <translation>Wählen Sie zuerst einen Reiter mit einer Tabelle.</translation>
    </message>
    <message>
        <source>, filter %1</source>
        <translation>, Filter %1</translation>
    </message>
    <message>
        <source>%1, seed %2, at %3%4, weft %5</source>
        <translation>%1, Seed %2, bei %3%4, weft %5</translation>
    </message>
    <message>
        <source>Nothing can be added: %1.</source>
        <translation>Nichts kann hinzugefügt werden: %1.</translation>
    </message>
    <message>
        <source>There is nothing to undo.</source>
        <translation>Es gibt nichts zurückzunehmen.</translation>
    </message>
    <message>
        <source>Save the Scenario</source>
        <translation>Szenario speichern</translation>
    </message>
    <message>
        <source>Scenarios (*.yaml)</source>
        <translation>Szenarien (*.yaml)</translation>
    </message>
    <message>
        <source>Inject something first.</source>
        <translation>Fügen Sie zuerst einen Eingriff hinzu.</translation>
    </message>
    <message>
        <source>Message</source>
        <translation>Meldung</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Close the message</source>
        <translation>Meldung schließen</translation>
    </message>
    <message>
        <source>Waterfall</source>
        <translation>Wasserfall</translation>
    </message>
    <message>
        <source>Heat map</source>
        <translation>Heatmap</translation>
    </message>
    <message>
        <source>Events</source>
        <translation>Ereignisse</translation>
    </message>
    <message>
        <source>Requests</source>
        <translation>Anfragen</translation>
    </message>
    <message>
        <source>Why?</source>
        <translation>Warum?</translation>
    </message>
    <message>
        <source>Services</source>
        <translation>Dienste</translation>
    </message>
    <message>
        <source>Compare</source>
        <translation>Vergleich</translation>
    </message>
    <message>
        <source>Inspector</source>
        <translation>Inspektor</translation>
    </message>
    <message>
        <source>Details</source>
        <translation>Einzelheiten</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>Zeit</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>Pause</translation>
    </message>
    <message>
        <source>Play</source>
        <translation>Abspielen</translation>
    </message>
    <message>
        <source>%1   │   ×%2 real time   │   %3 services, %4 failing   │   %5 pods   │   %6</source>
        <translation>%1   │   ×%2 Echtzeit   │   %3 Dienste, %4 ausgefallen   │   %5 Pods   │   %6</translation>
    </message>
    <message>
        <source>   │   live: at %1</source>
        <translation>   │   live: bei %1</translation>
    </message>
    <message>
        <source>&amp;File</source>
        <translation>&amp;Datei</translation>
    </message>
    <message>
        <source>&amp;Open a Run or a Scenario…</source>
        <translation>Lauf oder Szenario ö&amp;ffnen …</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Öffnen</translation>
    </message>
    <message>
        <source>Runs and scenarios (*.db *.yaml *.yml *.json);;All (*)</source>
        <translation>Läufe und Szenarien (*.db *.yaml *.yml *.json);;Alle (*)</translation>
    </message>
    <message>
        <source>&amp;Recent</source>
        <translation>&amp;Zuletzt geöffnet</translation>
    </message>
    <message>
        <source>&amp;Examples</source>
        <translation>&amp;Beispiele</translation>
    </message>
    <message>
        <source>Play &amp;Live</source>
        <translation>&amp;Live abspielen</translation>
    </message>
    <message>
        <source>&amp;Compare with Another Run…</source>
        <translation>Mit anderem Lauf &amp;vergleichen …</translation>
    </message>
    <message>
        <source>Compare with</source>
        <translation>Vergleichen mit</translation>
    </message>
    <message>
        <source>Runs (*.db);;All (*)</source>
        <translation>Läufe (*.db);;Alle (*)</translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation>B&amp;eenden</translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation>&amp;Ansicht</translation>
    </message>
    <message>
        <source>&amp;Back</source>
        <translation>&amp;Zurück</translation>
    </message>
    <message>
        <source>Forw&amp;ard</source>
        <translation>&amp;Vor</translation>
    </message>
    <message>
        <source>&amp;Fit</source>
        <translation>Ein&amp;passen</translation>
    </message>
    <message>
        <source>Zoom &amp;In</source>
        <translation>Ver&amp;größern</translation>
    </message>
    <message>
        <source>Zoom &amp;Out</source>
        <translation>Ver&amp;kleinern</translation>
    </message>
    <message>
        <source>Mo&amp;ving Dots</source>
        <translation>Be&amp;wegte Punkte</translation>
    </message>
    <message>
        <source>Heat Map by &amp;Time Taken</source>
        <translation>Heatmap nach &amp;Dauer</translation>
    </message>
    <message>
        <source>&amp;Light</source>
        <translation>&amp;Hell</translation>
    </message>
    <message>
        <source>Dar&amp;k</source>
        <translation>Du&amp;nkel</translation>
    </message>
    <message>
        <source>High &amp;Contrast</source>
        <translation>Hoher Kontras&amp;t</translation>
    </message>
    <message>
        <source>Full &amp;Screen</source>
        <translation>V&amp;ollbild</translation>
    </message>
    <message>
        <source>Fi&amp;nd</source>
        <translation>&amp;Suchen</translation>
    </message>
    <message>
        <source>&amp;Run</source>
        <translation>&amp;Lauf</translation>
    </message>
    <message>
        <source>St&amp;op</source>
        <translation>&amp;Anhalten</translation>
    </message>
    <message>
        <source>&amp;Slower</source>
        <translation>&amp;Langsamer</translation>
    </message>
    <message>
        <source>&amp;Faster</source>
        <translation>&amp;Schneller</translation>
    </message>
    <message>
        <source>&amp;Hold the Simulation</source>
        <translation>Simulation &amp;festhalten</translation>
    </message>
    <message>
        <source>The simulation is held. Play lets it go on.</source>
        <translation>Die Simulation ist angehalten. Abspielen lässt sie weiterlaufen.</translation>
    </message>
    <message>
        <source>Simulation at the Chosen Speed</source>
        <translation>Simulation mit der gewählten Geschwindigkeit</translation>
    </message>
    <message>
        <source>This run has ended.</source>
        <translation>Dieser Lauf ist zu Ende.</translation>
    </message>
    <message>
        <source>Nothing more was recorded there.</source>
        <translation>Dort wurde nichts mehr aufgezeichnet.</translation>
    </message>
    <message>
        <source>&amp;Next Event</source>
        <translation>&amp;Nächstes Ereignis</translation>
    </message>
    <message>
        <source>&amp;Previous Event</source>
        <translation>&amp;Voriges Ereignis</translation>
    </message>
    <message>
        <source>Next &amp;Error</source>
        <translation>Nächster Fehle&amp;r</translation>
    </message>
    <message>
        <source>F&amp;irst Fault</source>
        <translation>Erste S&amp;törung</translation>
    </message>
    <message>
        <source>First &amp;Difference of A and B</source>
        <translation>Erster &amp;Unterschied von A und B</translation>
    </message>
    <message>
        <source>The two runs do the same.</source>
        <translation>Beide Läufe tun dasselbe.</translation>
    </message>
    <message>
        <source>Compare with another run first.</source>
        <translation>Vergleichen Sie zuerst mit einem anderen Lauf.</translation>
    </message>
    <message>
        <source>&amp;Go to…</source>
        <translation>&amp;Gehe zu …</translation>
    </message>
    <message>
        <source>Go Live</source>
        <translation>Zum neuesten Augenblick</translation>
    </message>
    <message>
        <source>Go &amp;Live</source>
        <translation>Zum &amp;Ende</translation>
    </message>
    <message>
        <source>&amp;Bookmark</source>
        <translation>Lesezei&amp;chen</translation>
    </message>
    <message>
        <source>In&amp;ject…</source>
        <translation>E&amp;ingreifen …</translation>
    </message>
    <message>
        <source>&amp;Undo the Added Step</source>
        <translation>Schritt zurüc&amp;knehmen</translation>
    </message>
    <message>
        <source>Pla&amp;y This</source>
        <translation>&amp;Dies abspielen</translation>
    </message>
    <message>
        <source>&amp;Why?</source>
        <translation>&amp;Warum?</translation>
    </message>
    <message>
        <source>Tools</source>
        <translation>Werkzeuge</translation>
    </message>
    <message>
        <source>What is written on the lines</source>
        <translation>Was an den Linien steht</translation>
    </message>
    <message>
        <source>Filter</source>
        <translation>Filter</translation>
    </message>
    <message>
        <source>Filter: payment  ns:shop  err&gt;1%  p99&gt;200ms  kind:host_ejected</source>
        <translation>Filter: payment  ns:shop  err&gt;1%  p99&gt;200ms  kind:host_ejected</translation>
    </message>
    <message>
        <source>Go to</source>
        <translation>Gehe zu</translation>
    </message>
    <message>
        <source>A moment (31.8, 200ms), from here (+200ms, -1s), &apos;event 120000&apos; or &apos;next error&apos;:</source>
        <translation>Ein Zeitpunkt (31.8, 200ms), von hier aus (+200ms, -1s), „event 120000“ oder „next error“:</translation>
    </message>
    <message>
        <source>&apos;%1&apos; is no moment.</source>
        <translation>„%1“ ist kein Zeitpunkt.</translation>
    </message>
    <message>
        <source>Inject…</source>
        <translation>Eingreifen …</translation>
    </message>
    <message>
        <source>Change</source>
        <translation>Ändern</translation>
    </message>
    <message>
        <source>Balancer…</source>
        <translation>Balancer …</translation>
    </message>
    <message>
        <source>Limits…</source>
        <translation>Grenzen …</translation>
    </message>
    <message>
        <source>Outlier Detection…</source>
        <translation>Ausreißer-Erkennung …</translation>
    </message>
    <message>
        <source>Retries…</source>
        <translation>Wiederholungen …</translation>
    </message>
    <message>
        <source>Retry Budget…</source>
        <translation>Wiederholungsbudget …</translation>
    </message>
    <message>
        <source>Failure Accrual…</source>
        <translation>Fehlerzählung …</translation>
    </message>
    <message>
        <source>Inject into Zone %1…</source>
        <translation>In Zone %1 eingreifen …</translation>
    </message>
    <message>
        <source>Nothing of this can be set here: no manifest declares the service.</source>
        <translation>Davon lässt sich hier nichts setzen: Kein Manifest deklariert den Dienst.</translation>
    </message>
    <message>
        <source>Close Namespace %1</source>
        <translation>Namespace %1 schließen</translation>
    </message>
    <message>
        <source>Filter by This</source>
        <translation>Danach filtern</translation>
    </message>
    <message>
        <source>Show All</source>
        <translation>Alles zeigen</translation>
    </message>
    <message>
        <source>%1 – seed %2 – weft</source>
        <translation>%1 – Seed %2 – weft</translation>
    </message>
    <message>
        <source>This cannot be opened: %1</source>
        <translation>Dies kann nicht geöffnet werden: %1</translation>
    </message>
    <message>
        <source>The example cannot be shown: %1</source>
        <translation>Das Beispiel kann nicht gezeigt werden: %1</translation>
    </message>
    <message>
        <source>There is no example &apos;%1&apos;%2</source>
        <translation>Es gibt kein Beispiel ‚%1‘%2</translation>
    </message>
    <message>
        <source>This run failed: %1</source>
        <translation>Dieser Lauf ist gescheitert: %1</translation>
    </message>
    <message>
        <source>%1 against %2</source>
        <translation>%1 gegen %2</translation>
    </message>
    <message>
        <source>This cannot be compared: %1</source>
        <translation>Dies kann nicht verglichen werden: %1</translation>
    </message>
    <message>
        <source>No request fails after this moment.</source>
        <translation>Danach scheitert keine Anfrage.</translation>
    </message>
    <message>
        <source>Time Range: All Times Again</source>
        <translation>Zeitraum: wieder alle Zeiten</translation>
    </message>
    <message>
        <source>No time range is chosen.</source>
        <translation>Es ist kein Zeitraum gewählt.</translation>
    </message>
    <message>
        <source>No interval lies in the time range.</source>
        <translation>Im Zeitraum liegt kein Intervall.</translation>
    </message>
    <message>
        <source>mean, worst p99</source>
        <translation>Mittel, schlechtestes p99</translation>
    </message>
    <message>
        <source>Time range, %1 to %2</source>
        <translation>Zeitraum, %1 bis %2</translation>
    </message>
    <message>
        <source>&apos;%1&apos; is no moment: 31.8, 200ms, +200ms, -1s, &apos;event 120000&apos; and &apos;next error&apos; are.</source>
        <translation>„%1“ ist kein Zeitpunkt; 31.8, 200ms, +200ms, -1s, „event 120000“ und „next error“ sind welche.</translation>
    </message>
    <message>
        <source>The run ends at %1.</source>
        <translation>Der Lauf endet bei %1.</translation>
    </message>
    <message>
        <source>The run begins at %1.</source>
        <translation>Der Lauf beginnt bei %1.</translation>
    </message>
    <message>
        <source>&apos;%1&apos; is no number of an event.</source>
        <translation>„%1“ ist keine Nummer eines Ereignisses.</translation>
    </message>
    <message>
        <source>The run has no more than %1 events.</source>
        <translation>Der Lauf hat nicht mehr als %1 Ereignisse.</translation>
    </message>
    <message>
        <source>Event %1 is in the interval that begins at %2.</source>
        <translation>Ereignis %1 liegt im Intervall, das bei %2 beginnt.</translation>
    </message>
    <message>
        <source>Waterfall with Long Waits Folded</source>
        <translation>Wasserfall mit gefalteten Wartezeiten</translation>
    </message>
    <message>
        <source>%1, seed %2 (%3)</source>
        <translation>%1, Seed %2 (%3)</translation>
    </message>
    <message>
        <source>All Times Again</source>
        <translation>Wieder alle Zeiten</translation>
    </message>
    <message>
        <source>Filter by %1</source>
        <translation>Nach %1 filtern</translation>
    </message>
    <message>
        <source>Hide %1</source>
        <translation>%1 ausblenden</translation>
    </message>
    <message>
        <source>Panels at the Sides</source>
        <translation>Bereiche an den Seiten</translation>
    </message>
    <message>
        <source>Panels Belo&amp;w</source>
        <translation>Bereiche &amp;unten</translation>
    </message>
    <message>
        <source>&amp;Reset Layout</source>
        <translation>Anordnung zur&amp;ücksetzen</translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation>&amp;Hilfe</translation>
    </message>
    <message>
        <source>&amp;Find an Action…</source>
        <translation>&amp;Aktion finden …</translation>
    </message>
    <message>
        <source>&amp;Keyboard Shortcuts</source>
        <translation>&amp;Tastenkürzel</translation>
    </message>
    <message>
        <source>Go to the &amp;Menus</source>
        <translation>Zu den &amp;Menüs</translation>
    </message>
    <message>
        <source>Reduced &amp;Motion</source>
        <translation>Weniger &amp;Bewegung</translation>
    </message>
    <message>
        <source>Scenario</source>
        <translation>Szenario</translation>
    </message>
    <message>
        <source>&amp;Scenario</source>
        <translation>&amp;Szenario</translation>
    </message>
    <message>
        <source>&amp;Edit That of This Run</source>
        <translation>Das dieses Laufs &amp;bearbeiten</translation>
    </message>
    <message>
        <source>&amp;Open a Text…</source>
        <translation>Text ö&amp;ffnen …</translation>
    </message>
    <message>
        <source>Scenarios (*.yaml *.yml *.json)</source>
        <translation>Szenarien (*.yaml *.yml *.json)</translation>
    </message>
    <message>
        <source>&amp;New from an Example</source>
        <translation>&amp;Neu aus einem Beispiel</translation>
    </message>
    <message>
        <source>&amp;Save</source>
        <translation>&amp;Speichern</translation>
    </message>
    <message>
        <source>Save &amp;As…</source>
        <translation>Speichern &amp;unter …</translation>
    </message>
    <message>
        <source>&amp;Play What Is Written</source>
        <translation>Geschriebenes &amp;abspielen</translation>
    </message>
    <message>
        <source>This run was made without a scenario.</source>
        <translation>Dieser Lauf entstand ohne Szenario.</translation>
    </message>
    <message>
        <source>Events ahead</source>
        <translation>Kommende Ereignisse</translation>
    </message>
    <message>
        <source>Step One E&amp;vent</source>
        <translation>U&amp;m ein Ereignis weiter</translation>
    </message>
    <message>
        <source>Step &amp;Ten Events</source>
        <translation>Um &amp;zehn Ereignisse weiter</translation>
    </message>
    <message>
        <source>&amp;Run Until…</source>
        <translation>Spielen &amp;bis …</translation>
    </message>
    <message>
        <source>Le&amp;ave the Events</source>
        <translation>Ereignissc&amp;hritte beenden</translation>
    </message>
    <message>
        <source>Next Fault</source>
        <translation>Nächste Störung</translation>
    </message>
    <message>
        <source>Previous Fault</source>
        <translation>Vorige Störung</translation>
    </message>
    <message>
        <source>There is no other fault there.</source>
        <translation>Dort ist keine weitere Störung.</translation>
    </message>
    <message>
        <source>Next Broken E&amp;xpectation</source>
        <translation>N&amp;ächste verletzte Erwartung</translation>
    </message>
    <message>
        <source>Previous Bro&amp;ken Expectation</source>
        <translation>V&amp;orige verletzte Erwartung</translation>
    </message>
    <message>
        <source>No expectation is broken after this moment.</source>
        <translation>Nach diesem Zeitpunkt wird keine Erwartung verletzt.</translation>
    </message>
    <message>
        <source>Broken from here: %1</source>
        <translation>Von hier an verletzt: %1</translation>
    </message>
    <message>
        <source>No expectation is broken before this moment.</source>
        <translation>Vor diesem Zeitpunkt wird keine Erwartung verletzt.</translation>
    </message>
    <message>
        <source>Look Inside at This &amp;Moment</source>
        <translation>Zu diesem Zeit&amp;punkt hineinsehen</translation>
    </message>
    <message>
        <source>Hide This</source>
        <translation>Dies verbergen</translation>
    </message>
    <message>
        <source>This cannot be read: %1</source>
        <translation>Dies kann nicht gelesen werden: %1</translation>
    </message>
    <message>
        <source>This run goes on: compare it when it has ended.</source>
        <translation>Dieser Lauf geht noch weiter: erst vergleichen, wenn er zu Ende ist.</translation>
    </message>
    <message>
        <source>Kill Pod…</source>
        <translation>Pod beenden…</translation>
    </message>
    <message>
        <source>Crash Loop…</source>
        <translation>Absturzschleife…</translation>
    </message>
    <message>
        <source>Partition From…</source>
        <translation>Abtrennen von…</translation>
    </message>
    <message>
        <source>Add Latency…</source>
        <translation>Latenz hinzufügen…</translation>
    </message>
    <message>
        <source>Abort Requests…</source>
        <translation>Anfragen abbrechen…</translation>
    </message>
    <message>
        <source>Slow CPU…</source>
        <translation>Langsame CPU…</translation>
    </message>
    <message>
        <source>Slow Disk…</source>
        <translation>Langsame Platte…</translation>
    </message>
    <message>
        <source>Drop Config Push…</source>
        <translation>Konfiguration nicht ankommen lassen…</translation>
    </message>
    <message>
        <source>Overload by Clients…</source>
        <translation>Überlast durch Clients…</translation>
    </message>
    <message>
        <source>Why Did It Fail?</source>
        <translation>Warum schlug es fehl?</translation>
    </message>
    <message>
        <source>Trace the Slowest</source>
        <translation>Die langsamste verfolgen</translation>
    </message>
    <message>
        <source>Focus on Its Neighbours</source>
        <translation>Nur die Nachbarn zeigen</translation>
    </message>
    <message>
        <source>No sampled request went through it near this moment.</source>
        <translation>Keine erfasste Anfrage ging nahe diesem Zeitpunkt hindurch.</translation>
    </message>
    <message>
        <source>Theme of the Desktop</source>
        <translation>Thema der Arbeitsumgebung</translation>
    </message>
    <message>
        <source>Add It Again</source>
        <translation>Wieder hinzufügen</translation>
    </message>
    <message>
        <source>Nothing was taken back.</source>
        <translation>Es wurde nichts zurückgenommen.</translation>
    </message>
    <message>
        <source>Transparent Ground</source>
        <translation>Durchsichtiger Grund</translation>
    </message>
    <message>
        <source>Chart as a Picture…</source>
        <translation>Kurven als Bild…</translation>
    </message>
    <message>
        <source>Scenario of This Run…</source>
        <translation>Szenario dieses Laufs…</translation>
    </message>
    <message>
        <source>Play in Real Time</source>
        <translation>In Echtzeit abspielen</translation>
    </message>
    <message>
        <source>Play Fast</source>
        <translation>Schnell abspielen</translation>
    </message>
    <message>
        <source>Play Express</source>
        <translation>Höchste Geschwindigkeit</translation>
    </message>
    <message>
        <source>Previous</source>
        <translation>Voriges</translation>
    </message>
    <message>
        <source>Step</source>
        <translation>Schritt</translation>
    </message>
    <message>
        <source>Fast</source>
        <translation>Schnell</translation>
    </message>
    <message>
        <source>Express</source>
        <translation>Express</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Halt</translation>
    </message>
    <message>
        <source>Until…</source>
        <translation>Bis…</translation>
    </message>
    <message>
        <source>   │   config %1</source>
        <translation>   │   Konfiguration %1</translation>
    </message>
    <message>
        <source>   │   A: same seed as B</source>
        <translation>   │   A: Startwert wie B</translation>
    </message>
    <message>
        <source>   │   A: seed %1, B: seed %2</source>
        <translation>   │   A: Startwert %1, B: Startwert %2</translation>
    </message>
    <message>
        <source>Show as Table</source>
        <translation>Als Tabelle zeigen</translation>
    </message>
    <message>
        <source>Heat Map as Table</source>
        <translation>Heatmap als Tabelle</translation>
    </message>
    <message>
        <source>Time as Table</source>
        <translation>Zeit als Tabelle</translation>
    </message>
    <message>
        <source>Heat map as a table</source>
        <translation>Heatmap als Tabelle</translation>
    </message>
    <message>
        <source>Time as a table</source>
        <translation>Zeit als Tabelle</translation>
    </message>
    <message>
        <source>Where they begin to differ is still looked for.</source>
        <translation>Wo sie sich zu unterscheiden beginnen, wird noch gesucht.</translation>
    </message>
    <message>
        <source>   │   event %1   │   %2 ev/s</source>
        <translation>   │   Ereignis %1   │   %2 Er./s</translation>
    </message>
    <message>
        <source>Events up to this moment, and in a simulated second of its interval</source>
        <translation>Ereignisse bis zu diesem Augenblick, und in einer simulierten Sekunde seines Intervalls</translation>
    </message>
</context>
<context>
    <name>MeshWidget</name>
    <message>
        <source>Mesh</source>
        <translation>Mesh</translation>
    </message>
    <message>
        <source>Services and the calls between them. The Services tab shows the same as a table.</source>
        <translation>Dienste und die Aufrufe zwischen ihnen. Der Reiter „Dienste“ zeigt dasselbe als Tabelle.</translation>
    </message>
    <message>
        <source>B against A:</source>
        <translation>B gegen A:</translation>
    </message>
    <message>
        <source>− better  </source>
        <translation>− besser  </translation>
    </message>
    <message>
        <source>+ worse</source>
        <translation>+ schlechter</translation>
    </message>
    <message>
        <source>1 dot = 1 request a second</source>
        <translation>1 Punkt = 1 Anfrage je Sekunde</translation>
    </message>
    <message>
        <source>1 dot ≈ %1/s</source>
        <translation>1 Punkt ≈ %1/s</translation>
    </message>
    <message>
        <source>1 dot ≈ %1 requests a second; errors always shown</source>
        <translation>1 Punkt ≈ %1 Anfragen je Sekunde; Fehler immer</translation>
    </message>
    <message>
        <source>⚡ fault: %1</source>
        <translation>⚡ Störung: %1</translation>
    </message>
</context>
<context>
    <name>QObject</name>
    <message>
        <source>Speed, in times real time</source>
        <translation>Geschwindigkeit, als Vielfaches der Echtzeit</translation>
    </message>
    <message>
        <source>How fast it is played: so many times real time (J, L)</source>
        <translation>Wie schnell abgespielt wird: so vielmal so schnell wie in Echtzeit (J, L)</translation>
    </message>
    <message>
        <source>'%1' is no speed, such as ×8 or 0.5</source>
        <translation>„%1“ ist keine Geschwindigkeit wie ×8 oder 0.5</translation>
    </message>
    <message>
        <source>What the figures are of</source>
        <translation>Wovon die Zahlen sind</translation>
    </message>
    <message>
        <source>All that passed from %1 to %2; of p99 that of the worst interval. %3</source>
        <translation>Alles von %1 bis %2; als p99 das des schlechtesten Intervalls. %3</translation>
    </message>
    <message>
        <source>State and pods are those of the moment.</source>
        <translation>Zustand und Pods sind die des Augenblicks.</translation>
    </message>
    <message>
        <source>Navigator</source>
        <translation>Navigator</translation>
    </message>
    <message>
        <source>Faults</source>
        <translation>Störungen</translation>
    </message>
    <message>
        <source>Services by namespace, and faults</source>
        <translation>Dienste nach Namespaces, und Störungen</translation>
    </message>
    <message>
        <source>outside the mesh</source>
        <translation>außerhalb des Meshes</translation>
    </message>
    <message>
        <source>to come</source>
        <translation>steht bevor</translation>
    </message>
    <message>
        <source>active</source>
        <translation>aktiv</translation>
    </message>
    <message>
        <source>over</source>
        <translation>vorbei</translation>
    </message>
    <message>
        <source>It cannot be printed there.</source>
        <translation>Dort kann es nicht gedruckt werden.</translation>
    </message>
    <message>
        <source>%1 cannot be written: %2</source>
        <translation>%1 kann nicht geschrieben werden: %2</translation>
    </message>
    <message>
        <source>and %1 more</source>
        <translation>und %1 weitere</translation>
    </message>
    <message>
        <source>%1: pictures are written as .svg, .pdf or .png</source>
        <translation>%1: Bilder werden als .svg, .pdf oder .png geschrieben</translation>
    </message>
    <message>
        <source>%1 cannot be read: %2</source>
        <translation>%1 kann nicht gelesen werden: %2</translation>
    </message>
    <message>
        <source>Host</source>
        <translation>Host</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Zustand</translation>
    </message>
    <message>
        <source>In flight</source>
        <translation>Unterwegs</translation>
    </message>
    <message>
        <source>Weight</source>
        <translation>Gewicht</translation>
    </message>
    <message>
        <source>Balancer</source>
        <translation>Verteiler</translation>
    </message>
    <message>
        <source>Share</source>
        <translation>Anteil</translation>
    </message>
    <message>
        <source>Cluster</source>
        <translation>Cluster</translation>
    </message>
    <message>
        <source>Limit</source>
        <translation>Grenze</translation>
    </message>
    <message>
        <source>Used</source>
        <translation>Benutzt</translation>
    </message>
    <message>
        <source>Of</source>
        <translation>Von</translation>
    </message>
    <message>
        <source>no limit</source>
        <translation>keine Grenze</translation>
    </message>
    <message>
        <source>state</source>
        <translation>Zustand</translation>
    </message>
    <message>
        <source>workers busy</source>
        <translation>beschäftigte Arbeiter</translation>
    </message>
    <message>
        <source>requests waiting</source>
        <translation>wartende Anfragen</translation>
    </message>
    <message>
        <source>the first since</source>
        <translation>die erste seit</translation>
    </message>
    <message>
        <source>CPU</source>
        <translation>CPU</translation>
    </message>
    <message>
        <source>memory</source>
        <translation>Speicher</translation>
    </message>
    <message>
        <source>probes</source>
        <translation>Proben</translation>
    </message>
    <message>
        <source>let through</source>
        <translation>durchgelassen</translation>
    </message>
    <message>
        <source>From</source>
        <translation>Von</translation>
    </message>
    <message>
        <source>Errors</source>
        <translation>Fehler</translation>
    </message>
    <message>
        <source>p99</source>
        <translation>p99</translation>
    </message>
    <message>
        <source>Attempts for a request</source>
        <translation>Versuche je Anfrage</translation>
    </message>
    <message>
        <source>Event</source>
        <translation>Ereignis</translation>
    </message>
    <message>
        <source>To whom</source>
        <translation>An wen</translation>
    </message>
    <message>
        <source>Request</source>
        <translation>Anfrage</translation>
    </message>
    <message>
        <source>median, p99</source>
        <translation>Median, p99</translation>
    </message>
    <message>
        <source> for a request</source>
        <translation> je Anfrage</translation>
    </message>
    <message>
        <source>ejected by %1</source>
        <translation>ausgeschlossen von %1</translation>
    </message>
    <message>
        <source>circuit open at %1</source>
        <translation>bei %1 unterbrochen</translation>
    </message>
    <message>
        <source>circuit half open at %1</source>
        <translation>bei %1 halb offen</translation>
    </message>
    <message>
        <source>overloaded</source>
        <translation>überlastet</translation>
    </message>
    <message>
        <source>no push recorded</source>
        <translation>keine Verteilung aufgezeichnet</translation>
    </message>
    <message>
        <source>version %1 since %2</source>
        <translation>Version %1 seit %2</translation>
    </message>
    <message>
        <source>, newest is %1</source>
        <translation>, die neueste ist %1</translation>
    </message>
    <message>
        <source>namespace</source>
        <translation>Namespace</translation>
    </message>
    <message>
        <source>limits reached</source>
        <translation>Grenzen erreicht</translation>
    </message>
    <message>
        <source>attempt %1</source>
        <translation>Versuch %1</translation>
    </message>
    <message>
        <source>waited %1</source>
        <translation>wartete %1</translation>
    </message>
    <message>
        <source>%1 attempts</source>
        <translation>%1 Versuche</translation>
    </message>
    <message>
        <source>Hops</source>
        <translation>Stationen</translation>
    </message>
    <message>
        <source>not recorded</source>
        <translation>nicht aufgezeichnet</translation>
    </message>
    <message>
        <source>Status</source>
        <translation>Status</translation>
    </message>
    <message>
        <source>Sent</source>
        <translation>Gesendet</translation>
    </message>
    <message>
        <source>Took</source>
        <translation>Dauer</translation>
    </message>
    <message>
        <source>… and more: see Requests</source>
        <translation>… und mehr: siehe Anfragen</translation>
    </message>
    <message>
        <source>seed</source>
        <translation>Seed</translation>
    </message>
    <message>
        <source>status</source>
        <translation>Status</translation>
    </message>
    <message>
        <source>why</source>
        <translation>warum</translation>
    </message>
    <message>
        <source>fingerprint</source>
        <translation>Fingerabdruck</translation>
    </message>
    <message>
        <source>weft</source>
        <translation>weft</translation>
    </message>
    <message>
        <source>load %1</source>
        <translation>Last %1</translation>
    </message>
    <message>
        <source>Run of %1</source>
        <translation>Lauf von %1</translation>
    </message>
    <message>
        <source>Request %1/%2</source>
        <translation>Anfrage %1/%2</translation>
    </message>
    <message>
        <source>from</source>
        <translation>von</translation>
    </message>
    <message>
        <source>to</source>
        <translation>an</translation>
    </message>
    <message>
        <source>configuration</source>
        <translation>Konfiguration</translation>
    </message>
    <message>
        <source>of</source>
        <translation>von</translation>
    </message>
    <message>
        <source>Service</source>
        <translation>Dienst</translation>
    </message>
    <message>
        <source>Namespace</source>
        <translation>Namespace</translation>
    </message>
    <message>
        <source>Pods well</source>
        <translation>Gesunde Pods</translation>
    </message>
    <message>
        <source>Edge</source>
        <translation>Linie</translation>
    </message>
    <message>
        <source>A: errors</source>
        <translation>A: Fehler</translation>
    </message>
    <message>
        <source>B: errors</source>
        <translation>B: Fehler</translation>
    </message>
    <message>
        <source>A: p99</source>
        <translation>A: p99</translation>
    </message>
    <message>
        <source>B: p99</source>
        <translation>B: p99</translation>
    </message>
    <message>
        <source>B is</source>
        <translation>B ist</translation>
    </message>
    <message>
        <source>the same</source>
        <translation>gleich</translation>
    </message>
    <message>
        <source>− better</source>
        <translation>− besser</translation>
    </message>
    <message>
        <source>idle</source>
        <translation>untätig</translation>
    </message>
    <message>
        <source>healthy</source>
        <translation>gesund</translation>
    </message>
    <message>
        <source>degraded</source>
        <translation>beeinträchtigt</translation>
    </message>
    <message>
        <source>failing</source>
        <translation>fehlerhaft</translation>
    </message>
    <message>
        <source>down</source>
        <translation>ausgefallen</translation>
    </message>
    <message>
        <source>up</source>
        <translation>läuft</translation>
    </message>
    <message>
        <source>not ready</source>
        <translation>nicht bereit</translation>
    </message>
    <message>
        <source>crashed</source>
        <translation>abgestürzt</translation>
    </message>
    <message>
        <source>gone</source>
        <translation>fort</translation>
    </message>
    <message>
        <source>requests a second</source>
        <translation>Anfragen je Sekunde</translation>
    </message>
    <message>
        <source>Object</source>
        <translation>Objekt</translation>
    </message>
    <message>
        <source>What happened</source>
        <translation>Was geschah</translation>
    </message>
    <message>
        <source>Evidence</source>
        <translation>Beleg</translation>
    </message>
    <message>
        <source>all proxies</source>
        <translation>alle Proxys</translation>
    </message>
    <message>
        <source>%1: %2.</source>
        <translation>%1: %2.</translation>
    </message>
    <message>
        <source>%1: %2, because of: %3.</source>
        <translation>%1: %2, wegen: %3.</translation>
    </message>
    <message>
        <source>Faults that were on: %1.</source>
        <translation>Störungen, die wirkten: %1.</translation>
    </message>
    <message>
        <source>Times reached</source>
        <translation>Mal erreicht</translation>
    </message>
    <message>
        <source>To</source>
        <translation>Bis</translation>
    </message>
    <message>
        <source>goes on</source>
        <translation>dauert an</translation>
    </message>
    <message>
        <source>By</source>
        <translation>Durch</translation>
    </message>
    <message>
        <source>For</source>
        <translation>Dauer</translation>
    </message>
    <message>
        <source>Now</source>
        <translation>Jetzt</translation>
    </message>
    <message>
        <source>answered</source>
        <translation>beantwortet</translation>
    </message>
    <message>
        <source>mean time</source>
        <translation>mittlere Zeit</translation>
    </message>
    <message>
        <source>Mean</source>
        <translation>Mittel</translation>
    </message>
    <message>
        <source>proxies in panic</source>
        <translation>Proxys in Panik</translation>
    </message>
    <message>
        <source>%1 hosts ejected</source>
        <translation>%1 Hosts ausgeschlossen</translation>
    </message>
    <message>
        <source>%1 circuits not closed</source>
        <translation>%1 Kreise nicht geschlossen</translation>
    </message>
    <message>
        <source>its proxy</source>
        <translation>sein Proxy</translation>
    </message>
</context>
<context>
    <name>RequestPanel</name>
    <message>
        <source>Requests</source>
        <translation>Anfragen</translation>
    </message>
</context>
<context>
    <name>RunsPanel</name>
    <message>
        <source>Open</source>
        <translation>Öffnen</translation>
    </message>
    <message>
        <source>Compare with This</source>
        <translation>Damit vergleichen</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Zurücknehmen</translation>
    </message>
    <message>
        <source>Save As…</source>
        <translation>Speichern unter …</translation>
    </message>
    <message>
        <source>Play This</source>
        <translation>Dies abspielen</translation>
    </message>
    <message>
        <source>Steps that are added and not played yet</source>
        <translation>Hinzugefügte, noch nicht gespielte Schritte</translation>
    </message>
    <message>
        <source>Runs and their forks</source>
        <translation>Läufe und ihre Abzweigungen</translation>
    </message>
    <message>
        <source>Run</source>
        <translation>Lauf</translation>
    </message>
    <message>
        <source>What is different</source>
        <translation>Was anders ist</translation>
    </message>
    <message>
        <source>Added to the scenario, not played yet:</source>
        <translation>Hinzugefügt, noch nicht gespielt:</translation>
    </message>
</context>
<context>
    <name>ScenarioPanel</name>
    <message>
        <source>Save</source>
        <translation>Speichern</translation>
    </message>
    <message>
        <source>Play</source>
        <translation>Abspielen</translation>
    </message>
    <message>
        <source>Text of the scenario</source>
        <translation>Text des Szenarios</translation>
    </message>
    <message>
        <source>No scenario</source>
        <translation>Kein Szenario</translation>
    </message>
    <message>
        <source>Discard</source>
        <translation>Verwerfen</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>What is wrong with the scenario</source>
        <translation>Was am Szenario falsch ist</translation>
    </message>
    <message>
        <source>new, from %1</source>
        <translation>neu, aus %1</translation>
    </message>
    <message>
        <source>%1 – not saved</source>
        <translation>%1 – nicht gespeichert</translation>
    </message>
    <message>
        <source>%1 – to be read only</source>
        <translation>%1 – nur zum Lesen</translation>
    </message>
    <message>
        <source>%1 has changes that are not saved.</source>
        <translation>%1 hat Änderungen, die nicht gespeichert sind.</translation>
    </message>
    <message>
        <source>Open a scenario as a text first.</source>
        <translation>Öffnen Sie zuerst ein Szenario als Text.</translation>
    </message>
    <message>
        <source>Save the Scenario</source>
        <translation>Szenario speichern</translation>
    </message>
    <message>
        <source>Scenarios (*.yaml)</source>
        <translation>Szenarien (*.yaml)</translation>
    </message>
    <message>
        <source>%1 is there already and says something else: choose another folder.</source>
        <translation>%1 gibt es schon, mit anderem Inhalt: Wählen Sie einen anderen Ordner.</translation>
    </message>
</context>
<context>
    <name>ServicePanel</name>
    <message>
        <source>Services</source>
        <translation>Dienste</translation>
    </message>
</context>
<context>
    <name>TimeStrip</name>
    <message>
        <source>bookmark at %1</source>
        <translation>Lesezeichen bei %1</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>Zeit</translation>
    </message>
    <message>
        <source>The whole run: requests, errors and what happened when</source>
        <translation>Der ganze Lauf: Anfragen, Fehler und was wann geschah</translation>
    </message>
    <message>
        <source>requests</source>
        <translation>Anfragen</translation>
    </message>
    <message>
        <source>errors</source>
        <translation>Fehler</translation>
    </message>
    <message>
        <source>faults</source>
        <translation>Störungen</translation>
    </message>
    <message>
        <source>mesh</source>
        <translation>Mesh</translation>
    </message>
    <message>
        <source>control</source>
        <translation>Steuerung</translation>
    </message>
    <message>
        <source>broken from here: %1</source>
        <translation>von hier an verletzt: %1</translation>
    </message>
    <message>
        <source>A</source>
        <translation>A</translation>
    </message>
    <message>
        <source>B</source>
        <translation>B</translation>
    </message>
    <message>
        <source>Two runs: requests and errors of A and of B, and what happened when in B</source>
        <translation>Zwei Läufe: Anfragen und Fehler von A und von B, und was wann in B geschah</translation>
    </message>
    <message>
        <source>requests: A %1, B %2</source>
        <translation>Anfragen: A %1, B %2</translation>
    </message>
    <message>
        <source>errors: A %1, B %2</source>
        <translation>Fehler: A %1, B %2</translation>
    </message>
</context>
<context>
    <name>WaterfallWidget</name>
    <message>
        <source>Waterfall as a table</source>
        <translation>Wasserfall als Tabelle</translation>
    </message>
    <message>
        <source>Waterfall as Table</source>
        <translation>Wasserfall als Tabelle</translation>
    </message>
    <message>
        <source>Call</source>
        <translation>Aufruf</translation>
    </message>
    <message>
        <source>Begins</source>
        <translation>Beginnt</translation>
    </message>
    <message>
        <source>Ends</source>
        <translation>Endet</translation>
    </message>
    <message>
        <source>Waited for a worker</source>
        <translation>Wartete auf einen Arbeiter</translation>
    </message>
    <message>
        <source>Waited for</source>
        <translation>Erwartet</translation>
    </message>
    <message>
        <source>yes</source>
        <translation>ja</translation>
    </message>
    <message>
        <source>Waterfall of the selected request</source>
        <translation>Wasserfall der gewählten Anfrage</translation>
    </message>
    <message>
        <source>Select a request to see its calls.</source>
        <translation>Wählen Sie eine Anfrage, um ihre Aufrufe zu sehen.</translation>
    </message>
    <message>
        <source>framed: what it waited for</source>
        <translation>umrandet: worauf sie wartete</translation>
    </message>
</context>
<context>
    <name>WhyPanel</name>
    <message>
        <source>Select a request, a service, a line or a pod, then ask why it failed (W).</source>
        <translation>Wählen Sie eine Anfrage, einen Dienst, eine Linie oder einen Pod und fragen Sie, warum es fehlschlug (W).</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Why the request ended so</source>
        <translation>Warum die Anfrage so endete</translation>
    </message>
    <message>
        <source>Cancel the explanation</source>
        <translation>Erklärung abbrechen</translation>
    </message>
    <message>
        <source>The run is played again to explain %1: %2 so far</source>
        <translation>Der Lauf wird noch einmal gespielt, um %1 zu erklären: bisher %2</translation>
    </message>
    <message>
        <source>Cancelled.</source>
        <translation>Abgebrochen.</translation>
    </message>
    <message>
        <source>Rows, names and moments lead to what they name.</source>
        <translation>Zeilen, Namen und Zeitpunkte führen zu dem, was sie nennen.</translation>
    </message>
    <message>
        <source>Copy as Text</source>
        <translation>Als Text kopieren</translation>
    </message>
    <message>
        <source>With the run, its seed and the version that it is of</source>
        <translation>Mit dem Lauf, dessen Startwert und Version</translation>
    </message>
    <message>
        <source>%1, seed %2, weft %3</source>
        <translation>%1, Startwert %2, weft %3</translation>
    </message>
    <message>
        <source>a request that failed</source>
        <translation>eine fehlgeschlagene Anfrage</translation>
    </message>
    <message>
        <source>As Text</source>
        <translation>Als Text</translation>
    </message>
    <message>
        <source>All that weft explain says of it</source>
        <translation>Alles, was weft explain dazu sagt</translation>
    </message>
    <message>
        <source>Why it ended so, in a sentence</source>
        <translation>Warum sie so endete, in einem Satz</translation>
    </message>
    <message>
        <source>Causes, from how it ended backwards</source>
        <translation>Ursachen, vom Ende aus rückwärts</translation>
    </message>
</context>
<context>
    <name>weft::gui</name>
    <message>
        <source>Hints</source>
        <translation>Hinweise</translation>
    </message>
    <message>
        <source>Next</source>
        <translation>Weiter</translation>
    </message>
    <message>
        <source>Next hint</source>
        <translation>Nächster Hinweis</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Close the hints</source>
        <translation>Hinweise schließen</translation>
    </message>
</context>
<context>
    <name>InsideTabs</name>
    <message>
        <source>Look Inside</source>
        <translation>Hineinsehen</translation>
    </message>
    <message>
        <source>Hosts as the proxy sees them</source>
        <translation>Hosts, wie der Proxy sie sieht</translation>
    </message>
    <message>
        <source>What is used of limits</source>
        <translation>Was von Grenzen benutzt wird</translation>
    </message>
    <message>
        <source>What is known of the selection</source>
        <translation>Was von der Auswahl bekannt ist</translation>
    </message>
    <message>
        <source>What is shown of the inside</source>
        <translation>Was vom Inneren gezeigt wird</translation>
    </message>
    <message>
        <source>Play the run again up to this moment and look (Ctrl+I)</source>
        <translation>Den Lauf noch einmal bis zu diesem Zeitpunkt spielen und hineinsehen (Strg+I)</translation>
    </message>
    <message>
        <source>Look inside at this moment</source>
        <translation>Zu diesem Zeitpunkt hineinsehen</translation>
    </message>
    <message>
        <source>Cancel the look inside</source>
        <translation>Das Hineinsehen abbrechen</translation>
    </message>
    <message>
        <source>Configuration</source>
        <translation>Konfiguration</translation>
    </message>
    <message>
        <source>Overview</source>
        <translation>Überblick</translation>
    </message>
    <message>
        <source>Table</source>
        <translation>Tabelle</translation>
    </message>
    <message>
        <source>Hosts</source>
        <translation>Hosts</translation>
    </message>
    <message>
        <source>Limits</source>
        <translation>Grenzen</translation>
    </message>
    <message>
        <source>Config</source>
        <translation>Konfig.</translation>
    </message>
    <message>
        <source>Queue and CPU</source>
        <translation>Schlange und CPU</translation>
    </message>
    <message>
        <source>Queue &amp;&amp; CPU</source>
        <translation>Schlange &amp;&amp; CPU</translation>
    </message>
    <message>
        <source>Certificate</source>
        <translation>Zertifikat</translation>
    </message>
    <message>
        <source>Select a pod, a service or a line first.</source>
        <translation>Zuerst einen Pod, einen Dienst oder eine Linie auswählen.</translation>
    </message>
    <message>
        <source>The run is played again to look into %1: %2 so far</source>
        <translation>Der Lauf wird noch einmal gespielt, um in %1 hineinzusehen: bisher %2</translation>
    </message>
    <message>
        <source>Hosts, limits, configuration and the rest are looked at on demand.</source>
        <translation>Hosts, Grenzen, Konfiguration und alles weitere werden auf Wunsch angesehen.</translation>
    </message>
    <message>
        <source>%1 at %2</source>
        <translation>%1 bei %2</translation>
    </message>
    <message>
        <source>. The moment has moved since: look again.</source>
        <translation>. Der Zeitpunkt ist seitdem ein anderer: noch einmal hineinsehen.</translation>
    </message>
    <message>
        <source>States</source>
        <translation>Zustände</translation>
    </message>
</context>
<context>
    <name>LimitCharts</name>
    <message>
        <source>As a Table</source>
        <translation>Als Tabelle</translation>
    </message>
    <message>
        <source>How often limits were reached</source>
        <translation>Wie oft Grenzen erreicht wurden</translation>
    </message>
    <message>
        <source>Whose limits are shown</source>
        <translation>Wessen Grenzen gezeigt werden</translation>
    </message>
    <message>
        <source>%1: times reached</source>
        <translation>%1: Mal erreicht</translation>
    </message>
    <message>
        <source>the run</source>
        <translation>des Laufs</translation>
    </message>
    <message>
        <source>calls to %1</source>
        <translation>von Aufrufen an %1</translation>
    </message>
    <message>
        <source>No limit of %1 was reached.</source>
        <translation>Keine Grenze %1 wurde erreicht.</translation>
    </message>
    <message>
        <source>How often limits of %1 were reached in an interval, by all callers together</source>
        <translation>Wie oft Grenzen %1 in einem Intervall erreicht wurden, von allen Aufrufern zusammen</translation>
    </message>
    <message>
        <source>; of this long run the mean of %1 intervals each</source>
        <translation>; in diesem langen Lauf je das Mittel von %1 Intervallen</translation>
    </message>
</context>
<context>
    <name>StateHistory</name>
    <message>
        <source>Ejections, circuits and panic over the run</source>
        <translation>Ausschlüsse, Kreise und Panik während des Laufs</translation>
    </message>
</context>
<context>
    <name>CurveTable</name>
    <message>
        <source>Figures over the run</source>
        <translation>Zahlen über den Lauf</translation>
    </message>
    <message>
        <source>Requests a second</source>
        <translation>Anfragen in der Sekunde</translation>
    </message>
    <message>
        <source>Errors a second</source>
        <translation>Fehler in der Sekunde</translation>
    </message>
    <message>
        <source>A: requests a second</source>
        <translation>A: Anfragen in der Sekunde</translation>
    </message>
    <message>
        <source>A: errors a second</source>
        <translation>A: Fehler in der Sekunde</translation>
    </message>
    <message>
        <source>What happened</source>
        <translation>Was geschah</translation>
    </message>
    <message>
        <source>A and B begin to differ</source>
        <translation>A und B beginnen sich zu unterscheiden</translation>
    </message>
    <message>
        <source>Pod</source>
        <translation>Pod</translation>
    </message>
</context>
<context>
    <name>weft::gui::MeshWidget</name>
    <message>
        <source>Whole mesh</source>
        <translation>Ganzes Mesh</translation>
    </message>
    <message>
        <source>closed: %1</source>
        <translation>zu: %1</translation>
    </message>
    <message>
        <source>opened: %1</source>
        <translation>offen: %1</translation>
    </message>
    <message>
        <source>%1 and neighbours</source>
        <translation>%1 und Nachbarn</translation>
    </message>
    <message>
        <source>all of %1</source>
        <translation>alle von %1</translation>
    </message>
    <message>
        <source>%1 chosen</source>
        <translation>%1 ausgewählt</translation>
    </message>
    <message>
        <source>Shown of the mesh</source>
        <translation>Was vom Mesh zu sehen ist</translation>
    </message>
    <message>
        <source>Zoom</source>
        <translation>Vergrößerung</translation>
    </message>
    <message>
        <source>Fit</source>
        <translation>Einpassen</translation>
    </message>
    <message>
        <source>Fit the mesh into its panel</source>
        <translation>Das Mesh in sein Feld einpassen</translation>
    </message>
    <message>
        <source>Zoom out</source>
        <translation>Verkleinern</translation>
    </message>
    <message>
        <source>Zoom in</source>
        <translation>Vergrößern</translation>
    </message>
    <message>
        <source>L&amp;evel</source>
        <translation>&amp;Ebene</translation>
    </message>
    <message>
        <source>&amp;Namespaces</source>
        <translation>&amp;Namespaces</translation>
    </message>
    <message>
        <source>&amp;Services</source>
        <translation>&amp;Dienste</translation>
    </message>
    <message>
        <source>&amp;Versions</source>
        <translation>&amp;Versionen</translation>
    </message>
    <message>
        <source>&amp;Pods</source>
        <translation>&amp;Pods</translation>
    </message>
    <message>
        <source>S&amp;idecars</source>
        <translation>S&amp;idecars</translation>
    </message>
    <message>
        <source>Group by &amp;Zone</source>
        <translation>Na&amp;ch Zonen gruppieren</translation>
    </message>
    <message>
        <source>Control &amp;Plane</source>
        <translation>Control Pl&amp;ane</translation>
    </message>
    <message>
        <source>Filter Onl&amp;y Dims</source>
        <translation>Filter b&amp;lendet nur ab</translation>
    </message>
    <message>
        <source>Pin Here, or Unpin</source>
        <translation>Hier festhalten oder lösen</translation>
    </message>
    <message>
        <source>Unpin All</source>
        <translation>Alle lösen</translation>
    </message>
    <message>
        <source>Unpin</source>
        <translation>Lösen</translation>
    </message>
    <message>
        <source>Pin Here</source>
        <translation>Hier festhalten</translation>
    </message>
    <message>
        <source>pinned</source>
        <translation>festgehalten</translation>
    </message>
    <message>
        <source>A and B Si&amp;de by Side</source>
        <translation>A und B nebene&amp;inander</translation>
    </message>
    <message>
        <source>event by event: each dot is a message on its way</source>
        <translation>Ereignis für Ereignis: jeder Punkt ist eine Nachricht unterwegs</translation>
    </message>
    <message>
        <source>  ╳ error  ○ retry  ▽ no answer  ⊟ turned away</source>
        <translation>  ╳ Fehler  ○ Wiederholung  ▽ keine Antwort  ⊟ abgewiesen</translation>
    </message>
    <message>
        <source>Mesh of A</source>
        <translation>Mesh von A</translation>
    </message>
    <message>
        <source>A: %1</source>
        <translation>A: %1</translation>
    </message>
    <message>
        <source>B: %1</source>
        <translation>B: %1</translation>
    </message>
    <message>
        <source>control plane</source>
        <translation>Control Plane</translation>
    </message>
</context>
<context>
    <name>StepPanel</name>
    <message>
        <source>Remove</source>
        <translation>Entfernen</translation>
    </message>
    <message>
        <source>F4 plays the run again up to this moment, and on by one event.</source>
        <translation>F4 spielt den Lauf noch einmal bis zu diesem Zeitpunkt und um ein Ereignis weiter.</translation>
    </message>
    <message>
        <source>Breakpoints</source>
        <translation>Haltepunkte</translation>
    </message>
    <message>
        <source>New breakpoint</source>
        <translation>Neuer Haltepunkt</translation>
    </message>
    <message>
        <source>error_share(web, 5s) &gt; 20%</source>
        <translation>error_share(web, 5s) &gt; 20%</translation>
    </message>
    <message>
        <source>How far the run has been played</source>
        <translation>Wie weit der Lauf gespielt ist</translation>
    </message>
    <message>
        <source>Breakpoints: the run stops where one becomes true</source>
        <translation>Haltepunkte: Der Lauf hält, wo einer wahr wird</translation>
    </message>
    <message>
        <source>The run is as it was recorded again.</source>
        <translation>Der Lauf ist wieder so, wie er aufgezeichnet wurde.</translation>
    </message>
    <message>
        <source>The run cannot be played again: %1</source>
        <translation>Der Lauf kann nicht noch einmal gespielt werden: %1</translation>
    </message>
    <message>
        <source>%1: played: %2  %3  %4</source>
        <translation>%1: gespielt: %2  %3  %4</translation>
    </message>
    <message>
        <source>%1: stopped, a request has failed.</source>
        <translation>%1: angehalten, eine Anfrage ist fehlgeschlagen.</translation>
    </message>
    <message>
        <source>%1: stopped, it has happened.</source>
        <translation>%1: angehalten, es ist geschehen.</translation>
    </message>
    <message>
        <source>%1: stopped, it is true that %2</source>
        <translation>%1: angehalten, es gilt %2</translation>
    </message>
    <message>
        <source>%1: given up here.</source>
        <translation>%1: hier abgebrochen.</translation>
    </message>
    <message>
        <source>%1: the run is at its end.</source>
        <translation>%1: Der Lauf ist zu Ende.</translation>
    </message>
    <message>
        <source>%1: these events come next.</source>
        <translation>%1: Diese Ereignisse kommen als nächste.</translation>
    </message>
    <message>
        <source>There is no run.</source>
        <translation>Es gibt keinen Lauf.</translation>
    </message>
</context>
<context>
    <name>FilterField</name>
    <message>
        <source>Choices</source>
        <translation>Auswahl</translation>
    </message>
</context>
<context>
    <name>RunUntilSheet</name>
    <message>
        <source>Run Until</source>
        <translation>Spielen bis</translation>
    </message>
    <message>
        <source>Until</source>
        <translation>Bis</translation>
    </message>
    <message>
        <source>a moment</source>
        <translation>zu einem Zeitpunkt</translation>
    </message>
    <message>
        <source>the next request that fails</source>
        <translation>zur nächsten fehlgeschlagenen Anfrage</translation>
    </message>
    <message>
        <source>the next event</source>
        <translation>zum nächsten Ereignis</translation>
    </message>
    <message>
        <source>a condition becomes true</source>
        <translation>eine Bedingung wahr wird</translation>
    </message>
    <message>
        <source>Kind of event</source>
        <translation>Art des Ereignisses</translation>
    </message>
    <message>
        <source>Moment or condition</source>
        <translation>Zeitpunkt oder Bedingung</translation>
    </message>
    <message>
        <source>31.8, 200ms, or from here +2s</source>
        <translation>31.8, 200ms, oder von hier +2s</translation>
    </message>
    <message>
        <source>Write a moment.</source>
        <translation>Einen Zeitpunkt schreiben.</translation>
    </message>
    <message>
        <source>That is not after this moment.</source>
        <translation>Das ist nicht nach diesem Zeitpunkt.</translation>
    </message>
</context>
<context>
    <name>main</name>
    <message>
        <source>--at: '%1' is no moment</source>
        <translation>--at: ‚%1‘ ist kein Zeitpunkt</translation>
    </message>
    <message>
        <source>--at: &apos;%1&apos; is not in the run, which ends at %2</source>
        <translation>--at: ‚%1‘ liegt nicht im Lauf, der bei %2 endet</translation>
    </message>
    <message>
        <source>--select: there is no load &apos;%1&apos;%2</source>
        <translation>--select: es gibt keine Last ‚%1‘%2</translation>
    </message>
    <message>
        <source>--select: &apos;%1&apos; is no request, such as web/1234</source>
        <translation>--select: ‚%1‘ ist keine Anfrage wie web/1234</translation>
    </message>
    <message>
        <source>--select: there is no service &apos;%1&apos;%2</source>
        <translation>--select: es gibt keinen Dienst ‚%1‘%2</translation>
    </message>
    <message>
        <source>--tab: there is no tab &apos;%1&apos;%2</source>
        <translation>--tab: es gibt keinen Reiter ‚%1‘%2</translation>
    </message>
    <message>
        <source>--level: there is no level &apos;%1&apos;</source>
        <translation>--level: es gibt keine Ebene ‚%1‘</translation>
    </message>
    <message>
        <source>--focus: there is no service &apos;%1&apos;%2</source>
        <translation>--focus: es gibt keinen Dienst ‚%1‘%2</translation>
    </message>
    <message>
        <source>--expand: there is no namespace or service &apos;%1&apos;%2</source>
        <translation>--expand: es gibt keinen Namespace oder Dienst ‚%1‘%2</translation>
    </message>
</context>
<context>
    <name>said</name>
    <message>
        <source>versions</source>
        <translation>Versionen</translation>
    </message>
    <message>
        <source>call</source>
        <translation>Aufruf</translation>
    </message>
    <message>
        <source>attempt</source>
        <translation>Versuch</translation>
    </message>
    <message>
        <source>attempts</source>
        <translation>Versuche</translation>
    </message>
    <message>
        <source>%1 attempts, %2 failed, mean %3</source>
        <translation>%1 Versuche, %2 fehlgeschlagen, Mittel %3</translation>
    </message>
    <message>
        <source>namespace</source>
        <translation>Namespace</translation>
    </message>
    <message>
        <source>services</source>
        <translation>Dienste</translation>
    </message>
    <message>
        <source>fault started</source>
        <translation>Störung begonnen</translation>
    </message>
    <message>
        <source>fault stopped</source>
        <translation>Störung beendet</translation>
    </message>
    <message>
        <source>manifest applied</source>
        <translation>Manifest angewandt</translation>
    </message>
    <message>
        <source>pod started</source>
        <translation>Pod gestartet</translation>
    </message>
    <message>
        <source>pod ready</source>
        <translation>Pod bereit</translation>
    </message>
    <message>
        <source>pod not ready</source>
        <translation>Pod nicht bereit</translation>
    </message>
    <message>
        <source>pod crashed</source>
        <translation>Pod abgestürzt</translation>
    </message>
    <message>
        <source>pod stopped</source>
        <translation>Pod angehalten</translation>
    </message>
    <message>
        <source>config pushed</source>
        <translation>Konfiguration verteilt</translation>
    </message>
    <message>
        <source>host ejected</source>
        <translation>Host ausgeschlossen</translation>
    </message>
    <message>
        <source>host returned</source>
        <translation>Host zurückgekehrt</translation>
    </message>
    <message>
        <source>ejection refused</source>
        <translation>Ausschluss abgelehnt</translation>
    </message>
    <message>
        <source>limit reached</source>
        <translation>Grenze erreicht</translation>
    </message>
    <message>
        <source>panic entered</source>
        <translation>Panik begonnen</translation>
    </message>
    <message>
        <source>panic left</source>
        <translation>Panik beendet</translation>
    </message>
    <message>
        <source>overload entered</source>
        <translation>Überlast begonnen</translation>
    </message>
    <message>
        <source>overload left</source>
        <translation>Überlast beendet</translation>
    </message>
    <message>
        <source>circuit opened</source>
        <translation>Kreis unterbrochen</translation>
    </message>
    <message>
        <source>circuit half open</source>
        <translation>Kreis halb offen</translation>
    </message>
    <message>
        <source>circuit closed</source>
        <translation>Kreis geschlossen</translation>
    </message>
    <message>
        <source>host unhealthy</source>
        <translation>Host nicht gesund</translation>
    </message>
    <message>
        <source>host healthy</source>
        <translation>Host gesund</translation>
    </message>
    <message>
        <source>host degraded</source>
        <translation>Host beeinträchtigt</translation>
    </message>
    <message>
        <source>host recovered</source>
        <translation>Host erholt</translation>
    </message>
    <message>
        <source>pod gone</source>
        <translation>Pod fort</translation>
    </message>
    <message>
        <source>certificate signed</source>
        <translation>Zertifikat unterschrieben</translation>
    </message>
    <message>
        <source>certificate expired</source>
        <translation>Zertifikat abgelaufen</translation>
    </message>
    <message>
        <source>handshake refused</source>
        <translation>Handshake abgelehnt</translation>
    </message>
    <message>
        <source>config rejected</source>
        <translation>Konfiguration abgelehnt</translation>
    </message>
    <message>
        <source>config converged</source>
        <translation>Konfiguration überall</translation>
    </message>
    <message>
        <source>config queued</source>
        <translation>Konfiguration wartet</translation>
    </message>
    <message>
        <source>config made</source>
        <translation>Konfiguration erstellt</translation>
    </message>
    <message>
        <source>scaled</source>
        <translation>skaliert</translation>
    </message>
    <message>
        <source>out of memory</source>
        <translation>Speicher erschöpft</translation>
    </message>
    <message>
        <source>node lost</source>
        <translation>Knoten verloren</translation>
    </message>
    <message>
        <source>node back</source>
        <translation>Knoten zurück</translation>
    </message>
    <message>
        <source>node cordoned</source>
        <translation>Knoten gesperrt</translation>
    </message>
    <message>
        <source>pod pending</source>
        <translation>Pod wartet auf Platz</translation>
    </message>
    <message>
        <source>pod evicted</source>
        <translation>Pod verdrängt</translation>
    </message>
    <message>
        <source>eviction refused</source>
        <translation>Verdrängung abgelehnt</translation>
    </message>
    <message>
        <source>liveness failed</source>
        <translation>Lebenszeichen fehlt</translation>
    </message>
    <message>
        <source>rollout stalled</source>
        <translation>Ausrollen stockt</translation>
    </message>
    <message>
        <source>job done</source>
        <translation>Job fertig</translation>
    </message>
    <message>
        <source>job failed</source>
        <translation>Job fehlgeschlagen</translation>
    </message>
    <message>
        <source>step started</source>
        <translation>Schritt begonnen</translation>
    </message>
    <message>
        <source>step ended</source>
        <translation>Schritt beendet</translation>
    </message>
    <message>
        <source>spilled</source>
        <translation>übergelaufen</translation>
    </message>
    <message>
        <source>fault struck</source>
        <translation>Störung trifft</translation>
    </message>
    <message>
        <source>config applied</source>
        <translation>Konfiguration angewandt</translation>
    </message>
    <message>
        <source>keys missing</source>
        <translation>Schlüssel fehlen</translation>
    </message>
    <message>
        <source>fault missed</source>
        <translation>Störung trifft niemanden</translation>
    </message>
    <message>
        <source>init done</source>
        <translation>Init-Container fertig</translation>
    </message>
    <message>
        <source>init failed</source>
        <translation>Init-Container gescheitert</translation>
    </message>
    <message>
        <source>job pod held</source>
        <translation>Pod eines Jobs wird gehalten</translation>
    </message>
    <message>
        <source>sidecar ended</source>
        <translation>Sidecar hat geendet</translation>
    </message>
    <message>
        <source>times</source>
        <translation>mal</translation>
    </message>
    <message>
        <source>by</source>
        <translation>von</translation>
    </message>
    <message>
        <source>version</source>
        <translation>Version</translation>
    </message>
    <message>
        <source>pods</source>
        <translation>Pods</translation>
    </message>
    <message>
        <source>replicas</source>
        <translation>Replikate</translation>
    </message>
    <message>
        <source>pending</source>
        <translation>wartend</translation>
    </message>
    <message>
        <source>requests</source>
        <translation>Anfragen</translation>
    </message>
    <message>
        <source>retries</source>
        <translation>Wiederholungen</translation>
    </message>
    <message>
        <source>connections</source>
        <translation>Verbindungen</translation>
    </message>
    <message>
        <source>rate</source>
        <translation>Rate</translation>
    </message>
    <message>
        <source>concurrency</source>
        <translation>Gleichzeitigkeit</translation>
    </message>
    <message>
        <source>admission</source>
        <translation>Zulassung</translation>
    </message>
    <message>
        <source>shared rate</source>
        <translation>gemeinsame Rate</translation>
    </message>
    <message>
        <source>consecutive 5xx</source>
        <translation>5xx in Folge</translation>
    </message>
    <message>
        <source>consecutive gateway errors</source>
        <translation>Gateway-Fehler in Folge</translation>
    </message>
    <message>
        <source>consecutive resets</source>
        <translation>Abbrüche in Folge</translation>
    </message>
    <message>
        <source>success rate</source>
        <translation>Erfolgsrate</translation>
    </message>
    <message>
        <source>failure percentage</source>
        <translation>Fehleranteil</translation>
    </message>
    <message>
        <source>local success rate</source>
        <translation>örtliche Erfolgsrate</translation>
    </message>
    <message>
        <source>local failure percentage</source>
        <translation>örtlicher Fehleranteil</translation>
    </message>
    <message>
        <source>idle</source>
        <translation>untätig</translation>
    </message>
    <message>
        <source>healthy</source>
        <translation>gesund</translation>
    </message>
    <message>
        <source>degraded</source>
        <translation>beeinträchtigt</translation>
    </message>
    <message>
        <source>failing</source>
        <translation>fehlerhaft</translation>
    </message>
    <message>
        <source>down</source>
        <translation>ausgefallen</translation>
    </message>
    <message>
        <source>up</source>
        <translation>läuft</translation>
    </message>
    <message>
        <source>not ready</source>
        <translation>nicht bereit</translation>
    </message>
    <message>
        <source>crashed</source>
        <translation>abgestürzt</translation>
    </message>
    <message>
        <source>gone</source>
        <translation>fort</translation>
    </message>
    <message>
        <source>ejected</source>
        <translation>ausgeschlossen</translation>
    </message>
    <message>
        <source>circuit open</source>
        <translation>unterbrochen</translation>
    </message>
    <message>
        <source>limit</source>
        <translation>Grenze</translation>
    </message>
    <message>
        <source>panic</source>
        <translation>Panik</translation>
    </message>
    <message>
        <source>overloaded</source>
        <translation>überlastet</translation>
    </message>
    <message>
        <source>old config</source>
        <translation>alte Konfig.</translation>
    </message>
    <message>
        <source>ejected by</source>
        <translation>ausgeschlossen von</translation>
    </message>
    <message>
        <source>circuit open by</source>
        <translation>unterbrochen von</translation>
    </message>
    <message>
        <source>circuit half open by</source>
        <translation>halb offen bei</translation>
    </message>
    <message>
        <source>ejects</source>
        <translation>schließt aus:</translation>
    </message>
    <message>
        <source>opened</source>
        <translation>unterbricht</translation>
    </message>
    <message>
        <source>no calls</source>
        <translation>keine Aufrufe</translation>
    </message>
    <message>
        <source>err</source>
        <translation>Fehler</translation>
    </message>
    <message>
        <source>more</source>
        <translation>weitere</translation>
    </message>
    <message>
        <source>proxy</source>
        <translation>Proxy</translation>
    </message>
    <message>
        <source>config</source>
        <translation>Konfig.</translation>
    </message>
    <message>
        <source>injects faults</source>
        <translation>streut Fehler ein</translation>
    </message>
    <message>
        <source>route rule</source>
        <translation>Routenregel</translation>
    </message>
    <message>
        <source>errors</source>
        <translation>Fehler</translation>
    </message>
    <message>
        <source>of</source>
        <translation>von</translation>
    </message>
    <message>
        <source>pods well</source>
        <translation>Pods gesund</translation>
    </message>
    <message>
        <source>under mutual TLS</source>
        <translation>unter beidseitigem TLS</translation>
    </message>
    <message>
        <source>calls</source>
        <translation>ruft</translation>
    </message>
    <message>
        <source>called by</source>
        <translation>gerufen von</translation>
    </message>
    <message>
        <source>percent errors</source>
        <translation>Prozent Fehler</translation>
    </message>
    <message>
        <source>less than 1 percent errors</source>
        <translation>weniger als 1 Prozent Fehler</translation>
    </message>
    <message>
        <source>waiting</source>
        <translation>wartend</translation>
    </message>
    <message>
        <source>of high priority</source>
        <translation>mit hohem Vorrang</translation>
    </message>
    <message>
        <source>weight now</source>
        <translation>Gewicht jetzt</translation>
    </message>
    <message>
        <source>cost, ns</source>
        <translation>Kosten, ns</translation>
    </message>
    <message>
        <source>load / weight</source>
        <translation>Last / Gewicht</translation>
    </message>
    <message>
        <source>score, ns</source>
        <translation>Wert, ns</translation>
    </message>
    <message>
        <source>in flight / weight</source>
        <translation>unterwegs / Gewicht</translation>
    </message>
    <message>
        <source>due in the rotation</source>
        <translation>im Umlauf fällig</translation>
    </message>
    <message>
        <source>fails checks</source>
        <translation>besteht Prüfungen nicht</translation>
    </message>
    <message>
        <source>created</source>
        <translation>angelegt</translation>
    </message>
    <message>
        <source>starting</source>
        <translation>startet</translation>
    </message>
    <message>
        <source>serving</source>
        <translation>bedient</translation>
    </message>
    <message>
        <source>ending</source>
        <translation>endet</translation>
    </message>
    <message>
        <source>ready</source>
        <translation>bereit</translation>
    </message>
    <message>
        <source>takes no requests</source>
        <translation>nimmt keine Anfragen</translation>
    </message>
    <message>
        <source>client of a load</source>
        <translation>Client einer Last</translation>
    </message>
    <message>
        <source>none</source>
        <translation>keines</translation>
    </message>
    <message>
        <source>none yet</source>
        <translation>noch keine</translation>
    </message>
    <message>
        <source>none runs out in this run</source>
        <translation>keines läuft in diesem Lauf ab</translation>
    </message>
    <message>
        <source>liveness passes</source>
        <translation>Lebensprobe gelingt</translation>
    </message>
    <message>
        <source>liveness fails</source>
        <translation>Lebensprobe misslingt</translation>
    </message>
    <message>
        <source>readiness passes</source>
        <translation>Bereitschaftsprobe gelingt</translation>
    </message>
    <message>
        <source>readiness fails</source>
        <translation>Bereitschaftsprobe misslingt</translation>
    </message>
    <message>
        <source>measuring the smallest latency</source>
        <translation>misst die kleinste Latenz</translation>
    </message>
</context>
</TS>
