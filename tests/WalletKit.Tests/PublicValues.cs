using System.Collections;
using System.Collections.Immutable;
using System.Reflection;
using System.Runtime.CompilerServices;
using WalletKit.Stores;

namespace WalletKit.Tests;

/// <summary>Finds the public value types of the library, and makes an example of each in which every property differs from its default.</summary>
internal static class PublicValues
{
    private static readonly DateTimeOffset s_now = new(2026, 1, 31, 12, 0, 0, TimeSpan.Zero);

    // The values that keep rules of their own.
    private static readonly Dictionary<Type, object> s_given = new()
    {
        [typeof(bool)] = true,
        [typeof(int)] = 7,
        [typeof(long)] = 7L,
        [typeof(decimal)] = 7.25m,
        [typeof(string)] = "text",
        [typeof(Guid)] = new Guid("019b7c1e-0a00-7000-8000-000000000009"),
        [typeof(DateTimeOffset)] = s_now,
        [typeof(TimeSpan)] = TimeSpan.FromSeconds(7),
        [typeof(WalletId)] = new WalletId(new Guid("019b7c1e-0a00-7000-8000-000000000001")),
        [typeof(Currency)] = Currency.Declare("POINTS", 3),
        [typeof(Sha256Hash)] = Sha256Hash.Of("hash"u8),
        [typeof(IReadOnlyDictionary<string, string>)] = TransactionMetadata.From([KeyValuePair.Create("channel", "web")]),
        [typeof(IReadOnlyDictionary<string, decimal>)] = new Dictionary<string, decimal> { ["USD"] = 7.25m },
        [typeof(Secret)] = new Secret([.. Enumerable.Range(1, Secret.Size).Select(number => (byte)number)]),
        [typeof(TransactionMetadata)] = TransactionMetadata.From([KeyValuePair.Create("channel", "web")]),
    };

    // A statement streams its entries, and the result of an import refers to the command that the host gave; both live inside a process.
    private static readonly Type[] s_noValues = [typeof(WalletStatement), typeof(ImportResult)];

    /// <summary>All records of the library that can be made, and its generic values for one type each.</summary>
    public static IEnumerable<Type> Types { get; } =
    [
        .. typeof(Wallet).Assembly.GetExportedTypes().Where(type => IsRecord(type) && !type.IsAbstract && !type.IsGenericTypeDefinition).Except(s_noValues),
        typeof(UpToTwo<WalletTransaction>), typeof(BookRow<Hold>), typeof(Currency), typeof(TransactionMetadata),
    ];

    public static bool IsRecord(Type type) =>
        type.GetMethod("<Clone>$") is not null
        || (type.IsValueType && type.GetMethod("PrintMembers", BindingFlags.Instance | BindingFlags.NonPublic)?.IsDefined(typeof(CompilerGeneratedAttribute)) == true);

    public static object Of(Type type)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (s_given.TryGetValue(type, out var given))
        {
            return given;
        }

        if (type.IsEnum)
        {
            return Enum.GetValues(type).Cast<object>().First(value => Convert.ToInt64(value, null) != 0);
        }

        if (ElementOf(type) is { } element)
        {
            return Several(type, element);
        }

        var constructor = type.GetConstructors().Where(each => each.GetParameters() is not [{ ParameterType: var only }] || only != type).MaxBy(each => each.GetParameters().Length);
        var value = constructor is null ? Activator.CreateInstance(type)! : constructor.Invoke([.. constructor.GetParameters().Select(parameter => Of(parameter.ParameterType))]);
        var taken = constructor?.GetParameters().Select(parameter => parameter.Name).ToHashSet(StringComparer.OrdinalIgnoreCase) ?? [];
        foreach (var property in type.GetProperties().Where(property => property.SetMethod?.IsPublic == true && !taken.Contains(property.Name) && !IsLive(property.PropertyType)))
        {
            property.SetValue(value, Of(property.PropertyType));
        }

        return value;
    }

    /// <summary>Whether two values are the same, property by property and element by element.</summary>
    public static bool AreSame(object? one, object? other) =>
        Equals(one, other)
        || (one is IEnumerable elements && other is IEnumerable others && elements.Cast<object>().SequenceEqual(others.Cast<object>(), new Same()))
        || (one is not null && IsRecord(one.GetType()) && one.GetType() == other?.GetType()
            && one.GetType().GetProperties().All(property => AreSame(property.GetValue(one), property.GetValue(other))));

    // A refusal is an exception; a receiver of progress and a participant are code of the host.
    private static bool IsLive(Type type) => type.IsAssignableTo(typeof(Exception)) || type == typeof(ICommitParticipant) || (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IProgress<>));

    private static Type? ElementOf(Type type) =>
        type.IsGenericType && type.IsAssignableTo(typeof(IEnumerable)) ? type.GetGenericArguments()[^1] : null;

    private static object Several(Type type, Type element)
    {
        var array = Array.CreateInstance(element, 2);
        array.SetValue(Of(element), 0);
        array.SetValue(Of(element), 1);
        if (type.IsAssignableFrom(array.GetType()))
        {
            return array;
        }

        var definition = type.GetGenericTypeDefinition();
        if (definition == typeof(ImmutableSortedDictionary<,>))
        {
            return ImmutableSortedDictionary<AuditFindingKind, long>.Empty.Add(AuditFindingKind.StoreDamaged, 7);
        }

        return definition == typeof(ImmutableArray<>) ? Call(typeof(PublicValues), nameof(Immutable), element, array)
            : definition == typeof(UpToTwo<>) ? Call(typeof(PublicValues), nameof(Two), element, array)
            : throw new NotSupportedException($"There is no example of {type}.");
    }

    private static object Call(Type type, string method, Type element, Array array) =>
        type.GetMethod(method, BindingFlags.Static | BindingFlags.NonPublic)!.MakeGenericMethod(element).Invoke(null, [array])!;

    private static ImmutableArray<T> Immutable<T>(T[] array) => [.. array];

    private static UpToTwo<T> Two<T>(T[] array)
        where T : class => UpToTwo.Create<T>(array);

    private sealed class Same : IEqualityComparer<object>
    {
        bool IEqualityComparer<object>.Equals(object? one, object? other) => AreSame(one, other);

        int IEqualityComparer<object>.GetHashCode(object value) => 0;
    }
}
