package io.loadplane.cli;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;

/** The run that a command is about. Its id goes into addresses as it is. */
final class RunArgument {

    @Parameters(index = "0", paramLabel = "RUN", converter = Converter.class, description = "The id of the run.")
    @SuppressWarnings("NullAway.Init") // picocli gives it before it runs anything
    private String id;

    static final class Converter implements ITypeConverter<String> {

        @Override
        public String convert(String text) {
            if (!text.matches("run-[0-9a-z]{26}")) {
                throw new TypeConversionException("\"%s\" is no id of a run; list shows them".formatted(text));
            }
            return text;
        }
    }

    String id() {
        return id;
    }

    String path() {
        return "/runs/" + id;
    }
}
