package org.datasetcommons.dataset;

import static org.datasetcommons.CommonsException.invalid;

import java.util.regex.Pattern;

/** A glob over dataset paths: {@code *} within a name, {@code **} across folders, {@code ?} one character. */
public record PathPattern(String glob) {
    public PathPattern {
        if (glob.isBlank() || glob.startsWith("/") || glob.contains("..")) {
            throw invalid("not a path pattern: '" + glob + "'").hint("for example: data/**/*.png");
        }
    }

    public boolean matches(DatasetPath path) {
        return regex().matcher(path.text()).matches();
    }

    private Pattern regex() {
        var regex = new StringBuilder();
        for (int i = 0; i < glob.length(); i++) {
            char c = glob.charAt(i);
            if (glob.startsWith("**/", i)) {
                regex.append("(?:.*/)?");
                i += 2;
            } else if (glob.startsWith("**", i)) {
                regex.append(".*");
                i++;
            } else if (c == '*') {
                regex.append("[^/]*");
            } else if (c == '?') {
                regex.append("[^/]");
            } else {
                regex.append(Pattern.quote(String.valueOf(c)));
            }
        }
        return Pattern.compile(regex.toString());
    }

    @Override
    public String toString() {
        return glob;
    }
}
