package org.datasetcommons.check;

import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * What only maintainers change: what decides about a dataset, what a release writes, and what forges, services beside them
 * and editors execute.
 */
final class ProtectedPaths {
    /** Files, and folders with all that is in them; and nothing else may have their names, in any case. */
    private static final Set<String> NAMES = Set.of(
            "commons.yaml",
            "trust",
            "log",
            "releases",
            "licenses",
            ".gitattributes",
            ".gitmodules",
            ".gitignore",
            ".lfsconfig",
            ".mailmap",
            "codeowners",
            "docs/codeowners",
            ".github",
            ".gitlab",
            ".gitlab-ci.yml",
            ".forgejo",
            ".gitea",
            ".appveyor.yml",
            "appveyor.yml",
            "azure-pipelines.yml",
            "bitbucket-pipelines.yml",
            ".build.yml",
            ".builds",
            ".buildkite",
            ".circleci",
            ".cirrus.yml",
            ".drone.yml",
            "jenkinsfile",
            ".semaphore",
            ".tekton",
            ".travis.yml",
            "bitrise.yml",
            "buildspec.yml",
            "cloudbuild.json",
            "cloudbuild.yaml",
            "cloudbuild.yml",
            "netlify.toml",
            "vercel.json",
            "wercker.yml",
            ".pre-commit-config.yaml",
            ".readthedocs.yaml",
            ".readthedocs.yml",
            "readthedocs.yml",
            ".codesandbox",
            ".devcontainer",
            ".devcontainer.json",
            ".envrc",
            ".gitpod.dockerfile",
            ".gitpod.yml",
            ".idea",
            ".replit",
            ".vscode");

    /** Files that people write, too, and that a release brings up to date: a folder in their place would stop it. */
    private static final List<String> FILES = List.of("readme.md/", "croissant.json/");

    /** Folders that anybody adds to: a file in their place would stop them. */
    private static final Set<String> FOLDERS = Set.of("contributions", "contributors");

    private ProtectedPaths() {}

    static boolean contain(String path) {
        String lower = path.toLowerCase(Locale.ROOT);
        return lower.startsWith(".woodpecker")
                || FOLDERS.contains(lower)
                || FILES.stream().anyMatch(lower::startsWith)
                || isNamed(lower);
    }

    private static boolean isNamed(String path) {
        for (int slash = path.indexOf('/'); slash > 0; slash = path.indexOf('/', slash + 1)) {
            if (NAMES.contains(path.substring(0, slash))) {
                return true;
            }
        }
        return NAMES.contains(path);
    }
}
