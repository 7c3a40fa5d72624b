// JavaRosa, the engine of ODK Collect, as an oracle: one JSON line in for each form, one JSON line out.
// In: {"xform": text, "zone": name, "instances": [xml, …]}. Out: {"error": text} or {"seen": [{"nodes": …, "choices": …}, …]}.
// With "steps" ([[path, text], …]) the form is begun anew and answered step by step, and seen once at the end.
// Started by javarosa.py with the jar that pyxform brings; see there for what the answers mean.

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.TimeZone;
import org.javarosa.core.model.FormDef;
import org.javarosa.core.model.FormIndex;
import org.javarosa.core.model.SelectChoice;
import org.javarosa.core.model.condition.EvaluationContext;
import org.javarosa.core.model.condition.IFunctionHandler;
import org.javarosa.core.model.data.AnswerDataFactory;
import org.javarosa.core.model.data.IAnswerData;
import org.javarosa.core.model.data.UncastData;
import org.javarosa.core.model.instance.InstanceInitializationFactory;
import org.javarosa.core.model.instance.TreeElement;
import org.javarosa.core.model.instance.TreeReference;
import org.javarosa.core.reference.PrefixedRootFactory;
import org.javarosa.core.reference.Reference;
import org.javarosa.core.reference.ReferenceManager;
import org.javarosa.form.api.FormEntryController;
import org.javarosa.form.api.FormEntryModel;
import org.javarosa.model.xform.XFormsModule;
import org.javarosa.xform.parse.XFormParser;
import org.joda.time.DateTimeZone;

public class Oracle {
    static final ObjectMapper JSON = new ObjectMapper();

    public static void main(String[] arguments) throws Exception {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        System.setOut(new PrintStream(OutputStream.nullOutputStream()));
        System.setErr(new PrintStream(OutputStream.nullOutputStream()));
        new XFormsModule().registerModule();
        ReferenceManager.instance().addReferenceFactory(new EmptyFiles());
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            out.println(JSON.writeValueAsString(answer(JSON.readTree(line))));
        }
    }

    static ObjectNode answer(JsonNode asked) {
        ObjectNode answer = JSON.createObjectNode();
        TimeZone.setDefault(TimeZone.getTimeZone(asked.get("zone").asText()));
        DateTimeZone.setDefault(DateTimeZone.forID(asked.get("zone").asText()));
        try {
            ArrayNode seen = JSON.createArrayNode();
            for (JsonNode instance : asked.get("instances")) {
                seen.add(see(asked.get("xform").asText(), instance.asText()));
            }
            if (asked.get("steps").size() > 0) {
                seen.add(walk(asked.get("xform").asText(), asked.get("steps")));
            }
            answer.set("seen", seen);
        } catch (Exception | StackOverflowError error) {
            answer.put("error", error.getClass().getSimpleName() + ": " + error.getMessage());
        }
        return answer;
    }

    /** A saved instance opened in its form, as Collect opens one: rules run, defaults do not. */
    static ObjectNode see(String xform, String instance) throws Exception {
        FormDef form = new XFormParser(new StringReader(xform), new StringReader(instance)).parse();
        form.getEvaluationContext().addFunctionHandler(new PullFromNothing());
        form.initialize(false, new InstanceInitializationFactory());
        return seen(form);
    }

    /** A new form, answered by a person: defaults are put in, and what changes sets what it triggers. */
    static ObjectNode walk(String xform, JsonNode steps) throws Exception {
        FormDef form = new XFormParser(new StringReader(xform)).parse();
        form.initialize(true, new InstanceInitializationFactory());
        for (JsonNode step : steps) {
            TreeElement node = find(form.getMainInstance().getRoot(), step.get(0).asText());
            String text = step.get(1).asText();
            IAnswerData kind = AnswerDataFactory.templateByDataType(node.getDataType());
            form.setValue(text.isEmpty() ? null : kind.cast(new UncastData(text)), node.getRef(), true);
        }
        return seen(form);
    }

    static TreeElement find(TreeElement node, String name) {
        for (int child = 0; child < node.getNumChildren(); child++) {
            TreeElement inner = node.getChildAt(child);
            if (inner.getMult() == TreeReference.INDEX_TEMPLATE) {
                continue;
            }
            TreeElement found = name(inner.getRef()).equals(name) ? inner : find(inner, name);
            if (found != null) {
                return found;
            }
        }
        return null;
    }

    static ObjectNode seen(FormDef form) {
        ObjectNode seen = JSON.createObjectNode();
        ObjectNode nodes = seen.putObject("nodes");
        TreeElement root = form.getMainInstance().getRoot();
        for (int child = 0; child < root.getNumChildren(); child++) {
            look(form, root.getChildAt(child), nodes);
        }
        choices(form, seen.putObject("choices"));
        return seen;
    }

    static void look(FormDef form, TreeElement node, ObjectNode nodes) {
        if (node.getMult() == TreeReference.INDEX_TEMPLATE) {
            return;
        }
        TreeReference reference = node.getRef();
        ObjectNode told = nodes.putObject(name(reference));
        told.put("relevant", node.isRelevant());
        if (node.isLeaf()) {
            IAnswerData value = node.getValue();
            told.put("required", node.isRequired());
            told.put("value", value == null ? "" : value.uncast().getString());
            told.put("fits", value == null || form.evaluateConstraint(reference, value));
        }
        for (int child = 0; child < node.getNumChildren(); child++) {
            look(form, node.getChildAt(child), nodes);
        }
    }

    /** What each choice question offers, in the rows that are there. */
    static void choices(FormDef form, ObjectNode choices) {
        FormEntryModel model = new FormEntryModel(form);
        FormIndex index = model.incrementIndex(FormIndex.createBeginningOfFormIndex(), true);
        for (int step = 0; index.isInForm() && step < 100_000; step++) {
            TreeReference reference = index.getReference();
            boolean there = form.getMainInstance().resolveReference(reference) != null;
            if (there && model.getEvent(index) == FormEntryController.EVENT_QUESTION) {
                List<SelectChoice> offered = model.getQuestionPrompt(index).getSelectChoices();
                if (offered != null) {
                    ArrayNode values = choices.putArray(name(reference));
                    offered.forEach(choice -> values.add(choice.getValue()));
                }
            }
            index = model.incrementIndex(index, there);
        }
    }

    /** /data/group[1]/question[1]: each step with its place among those of its name. */
    static String name(TreeReference reference) {
        StringBuilder name = new StringBuilder("/" + reference.getName(0));
        for (int step = 1; step < reference.size(); step++) {
            name.append("/").append(reference.getName(step));
            name.append("[").append(Math.max(reference.getMultiplicity(step), 0) + 1).append("]");
        }
        return name.toString();
    }

    /** `pulldata` belongs to Collect, not to JavaRosa; with no rows in the file it finds nothing. */
    static class PullFromNothing implements IFunctionHandler {
        @Override
        public String getName() {
            return "pulldata";
        }

        @Override
        public List<Class[]> getPrototypes() {
            return List.of();
        }

        @Override
        public boolean rawArgs() {
            return true;
        }

        @Override
        public boolean realTime() {
            return false;
        }

        @Override
        public Object eval(Object[] arguments, EvaluationContext context) {
            return "";
        }
    }

    /** Every attached file is there and has no rows. */
    static class EmptyFiles extends PrefixedRootFactory {
        EmptyFiles() {
            super(new String[] {"file/", "file-csv/", "images/", "audio/", "video/"});
        }

        @Override
        protected Reference factory(String terminal, String address) {
            return new Empty(address);
        }
    }

    static class Empty implements Reference {
        final String address;

        Empty(String address) {
            this.address = address;
        }

        @Override
        public boolean doesBinaryExist() {
            return true;
        }

        @Override
        public InputStream getStream() {
            return new ByteArrayInputStream("name,label\n".getBytes(StandardCharsets.UTF_8));
        }

        @Override
        public String getURI() {
            return address;
        }

        @Override
        public String getLocalURI() {
            return address;
        }

        @Override
        public boolean isReadOnly() {
            return true;
        }

        @Override
        public OutputStream getOutputStream() {
            throw new UnsupportedOperationException();
        }

        @Override
        public void remove() {
            throw new UnsupportedOperationException();
        }

        @Override
        public Reference[] probeAlternativeReferences() {
            return new Reference[0];
        }
    }
}
