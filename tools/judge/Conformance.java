import java.io.File;
import java.util.LinkedHashMap;
import java.util.Map;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.PDFAValidator;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;

/**
 * Asks veraPDF whether files conform to a profile, all in one virtual machine.
 *
 * Arguments: the profile (2a, ua1 ...) and the files. For each file one line, fields parted by tabs: pass or fail, the
 * file, and for a failure each broken rule with how often it is broken and its first place.
 */
public final class Conformance {
    private Conformance() {}

    public static void main(String[] arguments) {
        VeraGreenfieldFoundryProvider.initialise();
        PDFAFlavour profile = PDFAFlavour.fromString(arguments[0]);
        for (int i = 1; i < arguments.length; i++) {
            String verdict;
            try {
                verdict = judge(arguments[i], profile);
            } catch (Exception error) {
                verdict = "fail\t" + arguments[i] + "\t" + oneLine(error.toString());
            }
            System.out.println(verdict);
        }
    }

    private static String judge(String path, PDFAFlavour profile) throws Exception {
        try (PDFAParser parser = Foundries.defaultInstance().createParser(new File(path), profile);
                PDFAValidator validator = Foundries.defaultInstance().createValidator(profile, false)) {
            ValidationResult result = validator.validate(parser);
            if (result.isCompliant()) {
                return "pass\t" + path;
            }
            Map<String, Integer> counts = new LinkedHashMap<>();
            Map<String, String> places = new LinkedHashMap<>();
            for (TestAssertion assertion : result.getTestAssertions()) {
                if (assertion.getStatus() == TestAssertion.Status.FAILED) {
                    String rule = assertion.getRuleId().getClause() + "-" + assertion.getRuleId().getTestNumber();
                    counts.merge(rule, 1, Integer::sum);
                    places.putIfAbsent(rule, assertion.getMessage() + " at " + assertion.getLocation().getContext());
                }
            }
            StringBuilder line = new StringBuilder("fail\t").append(path);
            for (Map.Entry<String, Integer> rule : counts.entrySet()) {
                String place = oneLine(places.get(rule.getKey()));
                line.append('\t').append(rule.getKey()).append(" x").append(rule.getValue()).append(": ").append(place);
            }
            return line.toString();
        }
    }

    private static String oneLine(String text) {
        return text.replaceAll("\\s+", " ");
    }
}
