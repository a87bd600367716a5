import java.io.FileInputStream;
import java.util.Map;
import java.util.TreeMap;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.PDFAValidator;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;
import org.verapdf.pdfa.validation.profiles.Profiles;
import org.verapdf.pdfa.validation.profiles.ValidationProfile;

/** Judges files by veraPDF as PDF/A-3A and PDF/UA-1: a line each, then the rules that they break. */
public class ValidatePdf {
    private static final String PLACE = "org/verapdf/pdfa/validation/";
    private static final String[][] PROFILES = {{"PDF/A-3A", "PDFA-3A"}, {"PDF/UA-1", "PDFUA-1"}};

    public static void main(String[] files) throws Exception {
        java.util.logging.LogManager.getLogManager().reset();
        VeraGreenfieldFoundryProvider.initialise();
        boolean allComply = true;
        for (String file : files) {
            for (String[] profile : PROFILES) {
                allComply &= complies(file, profile[0], profile[1]);
            }
        }
        System.exit(allComply ? 0 : 1);
    }

    private static boolean complies(String file, String title, String name) throws Exception {
        ClassLoader loader = ValidatePdf.class.getClassLoader();
        ValidationProfile profile =
                Profiles.profileFromXml(loader.getResourceAsStream(PLACE + name + ".xml"));
        try (FileInputStream stream = new FileInputStream(file);
                PDFAParser parser =
                        Foundries.defaultInstance().createParser(stream, profile.getPDFAFlavour())) {
            PDFAValidator validator =
                    Foundries.defaultInstance()
                            .createValidator(profile, 100000, false, false, false);
            ValidationResult result = validator.validate(parser);
            String verdict = result.isCompliant() ? "sesuai" : "TIDAK SESUAI";
            String shown = new java.io.File(file).getName();
            System.out.printf(
                    "%-44s %-9s %-12s %8d pemeriksaan%n",
                    shown, title, verdict, result.getTotalAssertions());
            broken(result).forEach((rule, times) -> System.out.printf("   %d x %s%n", times, rule));
            return result.isCompliant();
        }
    }

    private static Map<String, Integer> broken(ValidationResult result) {
        Map<String, Integer> rules = new TreeMap<>();
        for (TestAssertion found : result.getTestAssertions()) {
            if (found.getStatus() == TestAssertion.Status.FAILED) {
                String rule = found.getRuleId().getClause() + "-" + found.getRuleId().getTestNumber();
                rules.merge(rule + " " + found.getMessage(), 1, Integer::sum);
            }
        }
        return rules;
    }
}
