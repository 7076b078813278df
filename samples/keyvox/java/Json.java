import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** As much of JSON as the samples need, since the platform has none. A program of yours has a library for this. */
final class Json {
    private final Object value;

    private Json(Object value) {
        this.value = value;
    }

    /** A value that may be absent: a member that is not there, or null. */
    boolean has(String name) {
        return value instanceof Map<?, ?> members && members.get(name) != null;
    }

    Json get(String name) {
        return new Json(value instanceof Map<?, ?> members ? members.get(name) : null);
    }

    /** The elements of an array; of anything else, none. */
    List<Json> items() {
        return value instanceof List<?> elements ? elements.stream().map(Json::new).collect(Collectors.toList()) : List.of();
    }

    /** A text, or a number as it was written. */
    String text() {
        return String.valueOf(value);
    }

    long number() {
        return Long.parseLong(text());
    }

    /** Of maps, lists, texts and numbers. */
    static String write(Object value) {
        if (value instanceof Map<?, ?> members) {
            return members.entrySet().stream()
                    .map(member -> quoted(String.valueOf(member.getKey())) + ":" + write(member.getValue()))
                    .collect(Collectors.joining(",", "{", "}"));
        }
        if (value instanceof List<?> elements) {
            return elements.stream().map(Json::write).collect(Collectors.joining(",", "[", "]"));
        }
        return value instanceof String text ? quoted(text) : String.valueOf(value);
    }

    private static String quoted(String text) {
        StringBuilder made = new StringBuilder("\"");
        for (char letter : text.toCharArray()) {
            if (letter == '"' || letter == '\\') {
                made.append('\\').append(letter);
            } else if (letter < ' ') {
                made.append(String.format("\\u%04x", (int) letter));
            } else {
                made.append(letter);
            }
        }
        return made.append('"').toString();
    }

    static Json read(String text) {
        Reader reader = new Reader(text);
        Object value = reader.value();
        reader.expectEnd();
        return new Json(value);
    }

    private static final class Reader {
        private final String text;
        private int at;

        Reader(String text) {
            this.text = text;
        }

        Object value() {
            switch (next()) {
                case '{':
                    return members();
                case '[':
                    return elements();
                case '"':
                    return string();
                default:
                    return word();
            }
        }

        void expectEnd() {
            if (next() != '\0') {
                throw wrong();
            }
        }

        private Map<String, Object> members() {
            Map<String, Object> members = new LinkedHashMap<>();
            take('{');
            while (next() != '}') {
                String name = string();
                take(':');
                members.put(name, value());
                separate('}');
            }
            take('}');
            return members;
        }

        private List<Object> elements() {
            List<Object> elements = new ArrayList<>();
            take('[');
            while (next() != ']') {
                elements.add(value());
                separate(']');
            }
            take(']');
            return elements;
        }

        private void separate(char end) {
            if (next() != end) {
                take(',');
            }
        }

        private String string() {
            take('"');
            StringBuilder made = new StringBuilder();
            while (raw() != '"') {
                char letter = text.charAt(at++);
                made.append(letter == '\\' ? escaped() : letter);
            }
            at++;
            return made.toString();
        }

        private char escaped() {
            char letter = raw();
            at++;
            switch (letter) {
                case 'n':
                    return '\n';
                case 't':
                    return '\t';
                case 'r':
                    return '\r';
                case 'b':
                    return '\b';
                case 'f':
                    return '\f';
                case 'u':
                    at += 4;
                    return (char) Integer.parseInt(text.substring(at - 4, at), 16);
                default:
                    return letter;
            }
        }

        /** A number keeps its digits as they are; of the three words only null matters here. */
        private Object word() {
            int start = at;
            while (at < text.length() && ",]} \n\r\t".indexOf(text.charAt(at)) < 0) {
                at++;
            }
            if (at == start) {
                throw wrong();
            }
            String word = text.substring(start, at);
            return word.equals("null") ? null : word;
        }

        /** The letter after any white space, without taking it; a zero at the end. */
        private char next() {
            while (at < text.length() && " \n\r\t".indexOf(text.charAt(at)) >= 0) {
                at++;
            }
            return at < text.length() ? text.charAt(at) : '\0';
        }

        private char raw() {
            if (at >= text.length()) {
                throw wrong();
            }
            return text.charAt(at);
        }

        private void take(char expected) {
            if (next() != expected) {
                throw wrong();
            }
            at++;
        }

        private IllegalArgumentException wrong() {
            return new IllegalArgumentException("The answer is no JSON at letter " + at + ".");
        }
    }
}
