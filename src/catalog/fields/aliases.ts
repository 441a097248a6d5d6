/** A product's field that a column may fill; `sale_price` becomes the price, and the price the list price. */
export type Target =
  | "id"
  | "title"
  | "description"
  | "brand"
  | "categories"
  | "price"
  | "sale_price"
  | "list_price"
  | "currency"
  | "image"
  | "url"
  | "sku"
  | "gtin"
  | "group_id"
  | "in_stock"
  | "rating"
  | "reviews"
  | "created_at";

/**
 * What columns are called in exports: Google Merchant, Shopify, WooCommerce, Magento, Icecat and plain tables, in the
 * form of `columnKey`. Of several columns for one field the one named earlier here wins.
 */
export const aliases: Readonly<Record<Target, readonly string[]>> = {
  id: words(`id product_id productid item_id itemid offer_id offerid article_id unique_id uid entity_id external_id
    produkt_id artikelnummer article_number product_number`),
  title: words(`title product_title product_name productname item_name item_title name post_title display_name
    bezeichnung produktname artikelbezeichnung titel nom libelle nombre titulo nome titolo`),
  description: words(`description product_description long_description body_html body content full_description
    short_description summary description_short beschreibung descripcion descrizione`),
  brand: words("brand brand_name manufacturer manufacturer_name maker supplier vendor hersteller marke marque marca"),
  categories: words(`categories category product_type category_path categorypath categories_path product_category
    product_categories google_product_category taxonomy department breadcrumb breadcrumbs kategorie kategorien categorie
    categoria`),
  price: words("price unit_price variant_price current_price price_incl_vat preis prix precio prezzo"),
  sale_price: words("sale_price special_price discounted_price discount_price offer_price price_sale"),
  list_price: words(`list_price listprice regular_price original_price msrp rrp uvp was_price old_price compare_at_price
    variant_compare_at_price price_old`),
  currency: words("currency currency_code price_currency waehrung"),
  image:
    words(`image image_link image_url imageurl image_src main_image picture picture_url photo img img_500x500 img_high
    img_url variant_image base_image images img_low thumbnail thumbnail_url img_thumb bild bild_url additional_image_link
    additional_image_links`),
  url: words("url link product_url producturl product_link deeplink permalink canonical_link mobile_link href"),
  sku: words(
    "sku variant_sku stock_code stockcode mpn part_number manufacturer_part_number model_number product_code code",
  ),
  gtin: words(
    "gtin ean upc barcode variant_barcode gtin13 gtin_13 gtin14 gtin12 ean13 ean_13 ean_code isbn isbn13 jan",
  ),
  group_id: words("group_id item_group_id group variant_group parent_id parent_sku parent handle model_id"),
  in_stock: words(`in_stock availability available instock is_in_stock stock_status stock quantity qty inventory
    variant_inventory_qty bestand lagerbestand verfügbarkeit verfuegbarkeit`),
  rating: words("rating average_rating rating_average avg_rating review_rating product_rating stars"),
  reviews: words("reviews review_count reviews_count rating_count ratings_count number_of_reviews num_reviews"),
  created_at: words(`created_at created date_created date_released release_date date_added added_at published_at
    publish_date launch_date available_since`),
};

/** Columns of feeds that say nothing about the product itself. */
export const unwanted: ReadonlySet<string> = new Set(
  words(`shipping tax identifier_exists sale_price_effective_date adult excluded_destination included_destination
    ads_redirect promotion_id mobile_link custom_label_0 custom_label_1 custom_label_2 custom_label_3 custom_label_4`),
);

/** How a column's name is compared: `g:Item Group-ID` → `item_group_id`. */
export function columnKey(column: string): string {
  return column
    .normalize("NFKC")
    .trim()
    .replace(/^g:/iu, "")
    .replace(/([\p{Ll}\p{N}])(\p{Lu})/gu, "$1_$2")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, "_")
    .replace(/^_+|_+$/gu, "");
}

function words(text: string): readonly string[] {
  return text.trim().split(/\s+/u);
}
