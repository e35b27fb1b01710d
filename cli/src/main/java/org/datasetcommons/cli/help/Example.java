package org.datasetcommons.cli.help;

import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** A worked example of a verb; each verb has two or more. A test reads every line back against the real options. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@Repeatable(Example.Several.class)
public @interface Example {
    /** What a person would type: {@code commons sign -m 'My owls'}. */
    String line();

    /** What that does, as half a sentence: {@code signs the open draft}. */
    String does();

    /** The container that Java wants for annotations given more than once. */
    @Retention(RetentionPolicy.RUNTIME)
    @Target(ElementType.TYPE)
    @interface Several {
        Example[] value();
    }
}
