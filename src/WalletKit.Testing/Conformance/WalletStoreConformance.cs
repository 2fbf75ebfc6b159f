using System.Reflection;
using WalletKit.Stores;

namespace WalletKit.Testing.Conformance;

/// <summary>Checks all promises of <see cref="WalletKit.Stores.IWalletStore"/>, without any test framework.</summary>
/// <remarks>A store that keeps all promises can be used by WalletKit in place of WalletKit's own stores.</remarks>
public static class WalletStoreConformance
{
    private static readonly Lazy<IReadOnlyList<ConformanceCheck>> s_checks = new(() => [.. Find()]);

    /// <summary>Gets all checks, grouped by their parts, in the same order each time.</summary>
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
