using System.Reflection;
using WalletKit.Stores;

namespace WalletKit.Testing.Conformance;

/// <summary>
/// What every <see cref="WalletKit.Stores.IWalletStore"/> promises, as checks that need no test framework. A store that keeps all of them can stand under
/// WalletKit in place of its own ones.
/// </summary>
public static class WalletStoreConformance
{
    private static readonly Lazy<IReadOnlyList<ConformanceCheck>> s_checks = new(() => [.. Find()]);

    /// <summary>All checks, those of one part together, in the same order each time.</summary>
    public static IReadOnlyList<ConformanceCheck> Checks => s_checks.Value;

    private static IEnumerable<ConformanceCheck> Find() =>
        from part in typeof(StoreChecks).Assembly.GetTypes()
        where part.IsSubclassOf(typeof(StoreChecks)) && !part.IsAbstract
        orderby part.Name
        from method in part.GetMethods()
        where method.IsDefined(typeof(CheckAttribute))
        orderby method.MetadataToken
        from arguments in CasesOf(part, method)
        select new ConformanceCheck(part, method, arguments);

    private static IEnumerable<object?[]> CasesOf(Type part, MethodInfo method)
    {
        const BindingFlags AnyStatic = BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.FlattenHierarchy;
        if (method.GetCustomAttribute<CasesAttribute>() is { } cases)
        {
            return ((IEnumerable<string>)part.GetProperty(cases.Property, AnyStatic)!.GetValue(null)!).Select(name => new object?[] { name });
        }

        return method.GetParameters().Length == 0 ? [[]] : method.GetCustomAttributes<CaseAttribute>().Select(each => each.Arguments);
    }
}
