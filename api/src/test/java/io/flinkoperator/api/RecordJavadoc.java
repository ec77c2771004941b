package io.flinkoperator.api;

import com.sun.source.doctree.DocCommentTree;
import com.sun.source.doctree.DocTree;
import com.sun.source.doctree.LiteralTree;
import com.sun.source.doctree.ParamTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePath;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javax.tools.ToolProvider;

/**
 * The Javadoc of the records in a source folder.
 *
 * @param types Description of each type, by simple name.
 * @param components Description of each record component, by "Type.component".
 */
record RecordJavadoc(Map<String, String> types, Map<String, String> components) {

    static RecordJavadoc of(Path folder) {
        RecordJavadoc javadoc = new RecordJavadoc(new TreeMap<>(), new TreeMap<>());
        var compiler = ToolProvider.getSystemJavaCompiler();
        try (var files = compiler.getStandardFileManager(null, null, null);
                var sources = Files.list(folder)) {
            List<Path> java = sources.filter(file -> file.toString().endsWith(".java")).toList();
            JavacTask task =
                    (JavacTask)
                            compiler.getTask(
                                    null,
                                    files,
                                    null,
                                    List.of("-proc:none"),
                                    null,
                                    files.getJavaFileObjectsFromPaths(java));
            DocTrees trees = DocTrees.instance(task);
            for (CompilationUnitTree unit : task.parse()) {
                javadoc.read(unit, trees);
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        return javadoc;
    }

    private void read(CompilationUnitTree unit, DocTrees trees) {
        for (var declaration : unit.getTypeDecls()) {
            DocCommentTree comment = trees.getDocCommentTree(TreePath.getPath(unit, declaration));
            if (comment == null || !(declaration instanceof ClassTree type)) {
                continue;
            }
            String name = type.getSimpleName().toString();
            types.put(name, text(comment.getFullBody()));
            for (DocTree tag : comment.getBlockTags()) {
                if (tag instanceof ParamTree param) {
                    components.put(
                            name + "." + param.getName().getName(), text(param.getDescription()));
                }
            }
        }
    }

    private static String text(List<? extends DocTree> trees) {
        return trees.stream()
                .map(tree -> tree instanceof LiteralTree code ? code.getBody().getBody() : tree)
                .map(Object::toString)
                .collect(Collectors.joining())
                .replaceAll("\\s+", " ")
                .strip();
    }
}
