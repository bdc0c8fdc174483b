package io.loadplane.cli;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** The id of a run, which goes into addresses as it is. */
record RunArgument(String id) {

    static final class Converter implements ITypeConverter<RunArgument> {

        @Override
        public RunArgument convert(String text) {
            if (!text.matches("run-[0-9a-z]{26}")) {
                throw new TypeConversionException("\"%s\" is no id of a run; list shows them".formatted(text));
            }
            return new RunArgument(text);
        }
    }

    String path() {
        return "/runs/" + id;
    }
}
