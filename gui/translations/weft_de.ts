<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de">
<context>
    <name>CommandPalette</name>
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
        <source>     of sampled attempts; empty: none      line through: down      line below: ejected</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No pod was seen by a sampled request.</source>
        <translation>Keine der erfassten Anfragen kam zu einem Pod.</translation>
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
        <source>This line will be added to the scenario:</source>
        <translation>Diese Zeile kommt in das Szenario:</translation>
    </message>
    <message>
        <source>Nothing is chosen.</source>
        <translation>Nichts ist gewählt.</translation>
    </message>
    <message>
        <source>&apos;%1&apos; is no moment.</source>
        <translation>„%1“ ist kein Zeitpunkt.</translation>
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
</context>
<context>
    <name>MainWindow</name>
    <message>
        <source>E&amp;xport</source>
        <translation>E&amp;xportieren</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>Exportieren</translation>
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
        <source>Runs</source>
        <translation>Läufe</translation>
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
        <source>&amp;Forward</source>
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
        <source>Moving &amp;Dots</source>
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
        <source>&amp;Stop</source>
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
        <source>First Fa&amp;ult</source>
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
        <source>Go &amp;Live</source>
        <translation>Zum &amp;Ende</translation>
    </message>
    <message>
        <source>&amp;Bookmark</source>
        <translation>Lesezei&amp;chen</translation>
    </message>
    <message>
        <source>&amp;Inject…</source>
        <translation>E&amp;ingreifen …</translation>
    </message>
    <message>
        <source>&amp;Undo the Added Step</source>
        <translation>Schritt &amp;zurücknehmen</translation>
    </message>
    <message>
        <source>Play T&amp;his</source>
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
        <source>A moment (31.8, 200ms), or from here (+200ms, -1s):</source>
        <translation>Ein Zeitpunkt (31.8, 200ms), oder von hier aus (+200ms, -1s):</translation>
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
        <source>Show Its Neighbours</source>
        <translation>Nachbarn zeigen</translation>
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
        <source>Panels on the Ri&amp;ght</source>
        <translation>Bereiche &amp;rechts</translation>
    </message>
    <message>
        <source>Panels Belo&amp;w</source>
        <translation>Bereiche &amp;unten</translation>
    </message>
    <message>
        <source>&amp;Reset Layout</source>
        <translation>Anordnung zurücksetz&amp;en</translation>
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
        <source>%1 cannot be written: %2</source>
        <translation>%1 kann nicht geschrieben werden: %2</translation>
    </message>
    <message>
        <source>%1: pictures are written as .svg, .pdf or .png</source>
        <translation>%1: Bilder werden als .svg, .pdf oder .png geschrieben</translation>
    </message>
    <message>
        <source>%1 cannot be read: %2</source>
        <translation>%1 kann nicht gelesen werden: %2</translation>
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
</context>
<context>
    <name>WaterfallWidget</name>
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
        <source>Select a request, then ask why it ended so (W).</source>
        <translation>Wählen Sie eine Anfrage und fragen Sie, warum sie so endete (W).</translation>
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
        <source>Select a request in the Requests tab first.</source>
        <translation>Wählen Sie zuerst eine Anfrage im Reiter „Anfragen“.</translation>
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
        <source>Names lead to what they name.</source>
        <translation>Namen führen zu dem, was sie nennen.</translation>
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
</TS>
