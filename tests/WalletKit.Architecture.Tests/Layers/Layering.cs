namespace WalletKit.Architecture.Tests.Layers;

/// <summary>The layers of the core package, from the lowest to the highest. A folder uses folders of lower layers, and itself.</summary>
internal static class Layering
{
    private static readonly string[][] s_layers =
    [
        ["Model", "Errors"],
        ["Locking", "Rules"],
        ["Commands"],
        ["Execution"],
        ["Storage"],
        ["Storage/Relational", "Diagnostics"],
        ["Storage/InMemory", "Storage/Sqlite"],
        ["Pipeline"],
        ["Rebates", "Auditing", "Digests"],
        ["Service"],
        ["DependencyInjection"],
    ];

    // An error names values of the model, and a value of the model refuses what breaks its rule with an error.
    private static readonly HashSet<(string, string)> s_pairs = [("Model", "Errors"), ("Errors", "Model")];

    public static IEnumerable<string> Folders => s_layers.SelectMany(layer => layer);

    /// <summary>Whether a file in one folder may name what a file in another declares.</summary>
    public static bool MayUse(string folder, string used) =>
        folder == used || s_pairs.Contains((folder, used)) || RankOf(used) < RankOf(folder);

    /// <summary>The folder of the layering that a file belongs to.</summary>
    /// <param name="file">The file, relative to the project, with '/'.</param>
    public static string FolderOf(string file) =>
        Folders.Where(folder => file.StartsWith(folder + "/", StringComparison.Ordinal)).MaxBy(folder => folder.Length) ?? "";

    private static int RankOf(string folder) => Array.FindIndex(s_layers, layer => layer.Contains(folder));
}
