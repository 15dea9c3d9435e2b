import { type Entities, entityQuery, type Fetch } from './by-hand-fetch.ts';

type Product = {
  readonly upc: string;
  name?: string;
  price?: number;
  weight?: number;
  inStock?: boolean;
  shippingEstimate?: number;
  reviews?: readonly Review[];
};
type Author = {
  readonly id: string;
  readonly username: string;
  name?: string;
  readonly reviews: readonly Review[];
};
type Review = { readonly id: string; readonly product?: Product; readonly author?: Author };
type User = { readonly id: string; name: string; reviews?: readonly Review[] };

const USERS = JSON.stringify({ query: '{users{id username name}}' });
const TOP_PRODUCTS = JSON.stringify({ query: '{topProducts{upc name price weight}}' });
const REVIEWED = 'reviews{id body author{id username reviews{id body product{upc}}}}';
const reviewsOfUsers = entityQuery(`...on User{reviews{id body product{upc ${REVIEWED}}}}`);
const reviewsOfProducts = entityQuery(`...on Product{${REVIEWED}}`);
const products = entityQuery('...on Product{name price weight}');
const stock = entityQuery('...on Product{inStock shippingEstimate}');
const names = entityQuery('...on User{name}');

/** Fetches users and products in parallel, then the reviews of both, then each product and author once. */
export async function answerReviews(fetch: Fetch): Promise<unknown> {
  const [users, topProducts] = await Promise.all([fetchUsers(fetch), fetchTopProducts(fetch)]);
  const seen = { products: new Map<string, Product[]>(), authors: new Map<string, Author[]>() };
  for (const { reviews = [] } of [...users, ...topProducts]) collect(reviews, seen);
  for (const product of topProducts) note(seen.products, product.upc, product);
  await Promise.all([nameAuthors(fetch, seen.authors), describeProducts(fetch, seen.products)]);
  return { users, topProducts };
}

async function fetchUsers(fetch: Fetch): Promise<readonly User[]> {
  const { users } = await fetch<{ readonly users: readonly User[] }>('accounts', USERS);
  const references = users.map(({ id }) => ({ __typename: 'User', id }));
  const { _entities: found } = await fetch<Entities<User>>('reviews', reviewsOfUsers(references));
  users.forEach((user, index) => {
    user.reviews = found[index]?.reviews ?? [];
  });
  return users;
}

async function fetchTopProducts(fetch: Fetch): Promise<readonly Product[]> {
  const { topProducts } = await fetch<{ readonly topProducts: readonly Product[] }>('products', TOP_PRODUCTS);
  const references = topProducts.map(({ upc }) => ({ __typename: 'Product', upc }));
  const { _entities: found } = await fetch<Entities<Product>>('reviews', reviewsOfProducts(references));
  topProducts.forEach((product, index) => {
    product.reviews = found[index]?.reviews ?? [];
  });
  return topProducts;
}

type Seen = {
  readonly products: Map<string, Product[]>;
  readonly authors: Map<string, Author[]>;
};

/** Every product and author below these reviews, by key. */
function collect(reviews: readonly Review[], seen: Seen): void {
  for (const { product, author } of reviews) {
    if (product) {
      note(seen.products, product.upc, product);
      collect(product.reviews ?? [], seen);
    }
    if (author) {
      note(seen.authors, author.id, author);
      collect(author.reviews, seen);
    }
  }
}

function note<Value>(seen: Map<string, Value[]>, key: string, value: Value): void {
  const known = seen.get(key);
  if (known) known.push(value);
  else seen.set(key, [value]);
}

async function nameAuthors(fetch: Fetch, authors: Seen['authors']): Promise<void> {
  const ids = [...authors.keys()];
  const found = await fetch<Entities<User>>('accounts', names(ids.map((id) => ({ __typename: 'User', id }))));
  ids.forEach((id, index) => {
    const { name } = found._entities[index] ?? {};
    for (const author of authors.get(id) ?? []) Object.assign(author, { name });
  });
}

async function describeProducts(fetch: Fetch, seen: Seen['products']): Promise<void> {
  const upcs = [...seen.keys()];
  const references = upcs.map((upc) => ({ __typename: 'Product', upc }));
  const { _entities: described } = await fetch<Entities<Product>>('products', products(references));
  const priced = references.map((reference, index) => {
    const { price, weight } = described[index] ?? {};
    return { ...reference, price, weight };
  });
  const { _entities: stocked } = await fetch<Entities<Product>>('inventory', stock(priced));
  upcs.forEach((upc, index) => {
    for (const product of seen.get(upc) ?? []) Object.assign(product, described[index], stocked[index]);
  });
}
