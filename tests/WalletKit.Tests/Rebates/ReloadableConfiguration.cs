using Microsoft.Extensions.Configuration;
using WalletKit.Commands;

namespace WalletKit.Tests.Rebates;

/// <summary>A configuration whose values a test replaces, like a file that is saved.</summary>
internal sealed class ReloadableConfiguration : ConfigurationProvider, IConfigurationSource
{
    private const string SectionName = "Wallets:Rebates";

    private readonly IConfigurationRoot _root;

    public ReloadableConfiguration(params (string Name, string Value)[] rebates)
    {
        Put(rebates);
        _root = new ConfigurationBuilder().Add(this).Build();
    }

    public IConfigurationSection Rebates => _root.GetSection(SectionName);

    /// <summary>Replaces all settings; with none, the section is gone.</summary>
    public void Save(params (string Name, string Value)[] rebates)
    {
        Put(rebates);
        OnReload();
    }

    IConfigurationProvider IConfigurationSource.Build(IConfigurationBuilder builder) => this;

    private void Put((string Name, string Value)[] rebates) =>
        Data = rebates.ToDictionary(setting => $"{SectionName}:{setting.Name}", setting => (string?)setting.Value, StringComparer.OrdinalIgnoreCase);
}
